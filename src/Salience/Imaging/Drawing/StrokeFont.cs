using SkiaSharp;

namespace Salience.Imaging.Drawing;

/// <summary>A line font of our own for the printable ASCII characters, so that pictures need no font on the machine.</summary>
/// <remarks>
/// A size is the height of capitals in pixels. Characters without a glyph are drawn as an empty box. The glyphs stand on a grid where
/// capitals reach from 0 (top) to 10 (baseline), small letters from 3.2; a glyph is a width and a path in SVG notation.
/// </remarks>
internal static class StrokeFont
{
    private const float UnitsPerSize = 10;
    private const float Spacing = 2.1f;
    private const float SpaceWidth = 2.4f;
    private const string Box = "M0 0 H5 V10 H0 Z";

    /// <summary>How far below the baseline the lowest glyph reaches, as a share of the size.</summary>
    internal const float Descent = 0.34f;

    /// <summary>The width of a line of text in pixels.</summary>
    internal static float Measure(string text, float size)
    {
        float units = text.Sum(Advance);
        return text.Length == 0 ? 0 : (units - Spacing) * size / UnitsPerSize;
    }

    /// <summary>The text, or as much of its beginning as fits followed by "...".</summary>
    internal static string Fit(string text, float size, float width)
    {
        if (Measure(text, size) <= width)
            return text;
        int length = text.Length;
        while (length > 0 && Measure(text[..length].TrimEnd() + "...", size) > width)
            length--;
        return length == 0 ? string.Empty : text[..length].TrimEnd() + "...";
    }

    /// <summary>Draws a line of text whose baseline begins at (x, y).</summary>
    internal static void Draw(SKCanvas canvas, string text, float x, float y, float size, Rgb color)
    {
        float scale = size / UnitsPerSize;
        using var paint = new SKPaint
        {
            Style = SKPaintStyle.Stroke,
            IsAntialias = true,
            StrokeCap = SKStrokeCap.Round,
            StrokeJoin = SKStrokeJoin.Round,
            StrokeWidth = Math.Max(1.1f, size * 0.125f) / scale,
            Color = new SKColor(color.R, color.G, color.B),
        };
        foreach (char character in text)
        {
            using SKPath path = SKPath.ParseSvgPathData(Path(character));
            canvas.Save();
            canvas.Translate(x, y - size);
            canvas.Scale(scale);
            canvas.DrawPath(path, paint);
            canvas.Restore();
            x += Advance(character) * scale;
        }
    }

    private static float Advance(char character) => character == ' '
        ? SpaceWidth + Spacing
        : Spacing + (StrokeGlyphs.All.TryGetValue(character, out (float Width, string Path) glyph) ? glyph.Width : 5);

    private static string Path(char character) => character == ' '
        ? string.Empty
        : StrokeGlyphs.All.TryGetValue(character, out (float Width, string Path) glyph) ? glyph.Path : Box;
}
