using System.Numerics;
using Salience.Evaluation.Glyphs.Shapes;
using SkiaSharp;

namespace Salience.Evaluation.Glyphs.Painting;

/// <summary>Draws forms on a canvas, with anti-aliasing.</summary>
internal static class FormPaint
{
    /// <summary>Draws a form in one colour.</summary>
    /// <param name="canvas">Where; its matrix is the identity before and after.</param>
    /// <param name="form">What.</param>
    /// <param name="color">In which colour.</param>
    /// <param name="rim">Whether the rim is drawn too.</param>
    public static void Draw(SKCanvas canvas, StrokeForm form, SKColor color, bool rim)
    {
        using var paint = new SKPaint { IsAntialias = true, Color = color };
        if (form.Pen is not { } pen)
        {
            using var outline = form.Path.ToSkia();
            canvas.DrawPath(outline, paint);
            return;
        }

        paint.Style = SKPaintStyle.Stroke;
        paint.StrokeWidth = pen.Width + (rim ? 2 * pen.Rim : 0);
        paint.StrokeCap = pen.Cap;
        paint.StrokeJoin = pen.Join;
        paint.StrokeMiter = 2.5f;
        var nib = pen.Nib;
        if (!Matrix3x2.Invert(nib, out var inverse))
            throw new InvalidOperationException($"A nib of ratio {pen.NibRatio} has no width.");
        using var path = form.Path.Map(p => Vector2.Transform(p, inverse)).ToSkia();
        canvas.SetMatrix(new SKMatrix(nib.M11, nib.M21, nib.M31, nib.M12, nib.M22, nib.M32, 0, 0, 1));
        canvas.DrawPath(path, paint);
        canvas.ResetMatrix();
    }
}
