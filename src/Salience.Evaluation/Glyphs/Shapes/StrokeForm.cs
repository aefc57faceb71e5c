using System.Numerics;
using SkiaSharp;

namespace Salience.Evaluation.Glyphs.Shapes;

/// <summary>A path in pixels and the pen that draws along it.</summary>
/// <param name="Path">Where the pen goes.</param>
/// <param name="Extent">Width and height of what it draws, rim included.</param>
/// <param name="Pen">The pen; <see langword="null"/> fills the path instead.</param>
internal sealed record StrokeForm(StrokePath Path, Vector2 Extent, Pen? Pen)
{
    /// <summary>The form moved.</summary>
    public StrokeForm Moved(Vector2 by) => this with { Path = Path.Map(p => p + by) };

    /// <summary>The form made larger or smaller about the origin, pen and all.</summary>
    public StrokeForm Scaled(float factor) => new(Path.Map(p => p * factor), Extent * factor, Pen is null ? null : Pen with { Width = Pen.Width * factor, Rim = Pen.Rim * factor });
}

/// <summary>A pen with an elliptic nib.</summary>
/// <param name="Width">Thickness of the stroke in pixels, across the nib's long axis.</param>
/// <param name="Rim">Width in pixels of the border on each side, 0 for none.</param>
/// <param name="NibAngle">Direction of the nib's long axis.</param>
/// <param name="NibRatio">Short over long axis.</param>
/// <param name="Cap">Ends of strokes.</param>
/// <param name="Join">Corners.</param>
internal sealed record Pen(float Width, float Rim, float NibAngle, float NibRatio, SKStrokeCap Cap, SKStrokeJoin Join)
{
    /// <summary>From the space in which the nib is round to pixels.</summary>
    public Matrix3x2 Nib => Matrix3x2.CreateRotation(-NibAngle) * Matrix3x2.CreateScale(1, NibRatio) * Matrix3x2.CreateRotation(NibAngle);
}
