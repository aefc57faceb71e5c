using System.Numerics;
using Salience.Evaluation.Randomness;
using SkiaSharp;

namespace Salience.Evaluation.Glyphs.Shapes;

/// <summary>Draws the form of a digit: which way of writing, how warped, slanted, turned, how large and thick.</summary>
/// <remarks>
/// Slant, rotation, proportions and area come from a stream that does not know the class. The scale s gives the box around strokes
/// of thickness t along a path of extent (w, h) the area A: <c>(s·w + t)(s·h + t) = A</c>. A long path, as that of an 8, gets a somewhat
/// thinner pen than a short one, as that of a 7, so that the amount of ink does not give the digit away.
/// </remarks>
internal static class DigitForm
{
    private const double WarpAmount = 0.022;
    private const double RimShare = 0.3;

    // Length over √(w·h) of a middling digit, and how far the pen makes up for another: 0 not at all, 1 to the same amount of ink.
    private const double UsualLength = 3.1;
    private const double Balance = 0.85;

    /// <summary>The largest extent of a digit, in units of the box's side √A.</summary>
    private const float Longest = 1.45f;

    /// <summary>A digit about the origin.</summary>
    /// <param name="digit">0 to 9.</param>
    /// <param name="side">√A in pixels.</param>
    /// <param name="shape">Random numbers for the way of writing.</param>
    /// <param name="style">Random numbers for everything that all digits share.</param>
    public static StrokeForm Draw(int digit, double side, RandomStream shape, RandomStream style)
    {
        var lean = Lean(style);
        var pen = DrawPen(side, style);
        var ways = DigitShapes.Of(digit);
        var way = ways[shape.Next(ways.Count)];
        var warp = new Warp(shape, WarpAmount);
        var path = way.Map(p => Vector2.Transform(warp.Move(p), lean));
        var (low, high, length) = path.Measure();
        var extent = high - low;
        pen = pen with { Width = pen.Width * (float)Math.Pow(UsualLength * Math.Sqrt(extent.X * extent.Y) / length, Balance) };
        var thick = pen.Width + 2 * pen.Rim;
        var scale = Math.Min(Scale(extent, thick, side * side), (Longest * (float)side - thick) / Math.Max(extent.X, extent.Y));
        var middle = (low + high) / 2;
        return new StrokeForm(path.Map(p => (p - middle) * scale), extent * scale + new Vector2(thick), pen);
    }

    private static Matrix3x2 Lean(RandomStream style)
    {
        var stretch = (float)Math.Exp(style.Uniform(-0.16, 0.16));
        return Matrix3x2.CreateScale(stretch, 1 / stretch)
            * Matrix3x2.CreateSkew((float)style.Uniform(-0.24, 0.1), 0)
            * Matrix3x2.CreateRotation((float)style.Uniform(-0.22, 0.22));
    }

    private static Pen DrawPen(double side, RandomStream style)
    {
        var width = side * style.Uniform(0.13, 0.225);
        var rim = style.NextDouble() < RimShare ? style.Uniform(0.9, 1.5) : 0;
        var cap = style.Next(3) switch { 0 => SKStrokeCap.Butt, _ => SKStrokeCap.Round };
        var join = style.Next(3) switch { 0 => SKStrokeJoin.Miter, _ => SKStrokeJoin.Round };
        return new Pen((float)width, (float)rim, (float)style.Uniform(0, Math.PI), (float)style.Uniform(0.62, 1), cap, join);
    }

    private static float Scale(Vector2 extent, float thick, double area)
    {
        var (a, b, c) = ((double)extent.X * extent.Y, (double)thick * (extent.X + extent.Y), (double)thick * thick - area);
        return (float)((-b + Math.Sqrt(b * b - 4 * a * c)) / (2 * a));
    }
}
