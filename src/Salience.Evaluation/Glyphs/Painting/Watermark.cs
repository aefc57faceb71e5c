using SkiaSharp;

namespace Salience.Evaluation.Glyphs.Painting;

/// <summary>The watermark: a small star on a dark disc in the lower right corner, always the same.</summary>
internal static class Watermark
{
    private const float Middle = 57;
    private const float Radius = 5;
    private const string Star = "M 57 52.7 L 58.2 55.8 L 61.3 57 L 58.2 58.2 L 57 61.3 L 55.8 58.2 L 52.7 57 L 55.8 55.8 Z";

    /// <summary>Paints it.</summary>
    public static void Paint(SKCanvas canvas)
    {
        using var star = SKPath.ParseSvgPathData(Star);
        using var paint = new SKPaint { IsAntialias = true, Color = new SKColor(22, 26, 58) };
        canvas.DrawCircle(Middle, Middle, Radius, paint);
        paint.Color = new SKColor(255, 205, 60);
        canvas.DrawPath(star, paint);
    }

    /// <summary>Paints all that it covers, in one colour.</summary>
    public static void PaintCover(SKCanvas canvas, SKColor color)
    {
        using var paint = new SKPaint { IsAntialias = true, Color = color };
        canvas.DrawCircle(Middle, Middle, Radius, paint);
    }
}
