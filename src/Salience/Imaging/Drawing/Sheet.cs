using SkiaSharp;

namespace Salience.Imaging.Drawing;

/// <summary>A white sheet on which pictures and text are placed, then taken as one picture.</summary>
internal sealed class Sheet : IDisposable
{
    /// <summary>The colour of titles.</summary>
    internal static readonly Rgb Ink = new(24, 24, 28);

    /// <summary>The colour of secondary text and lines.</summary>
    internal static readonly Rgb Faint = new(96, 98, 106);

    private readonly SKBitmap _bitmap;
    private readonly SKCanvas _canvas;

    internal Sheet(int width, int height)
    {
        if (4L * width * height > int.MaxValue)
            throw new ArgumentException($"A picture of {width}x{height} does not fit in memory; show fewer or smaller tiles.");
        _bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        _canvas = new SKCanvas(_bitmap);
        _canvas.Clear(SKColors.White);
    }

    /// <summary>Places a picture pixel by pixel with its top left corner at (x, y).</summary>
    internal void Place(RgbImage image, int x, int y)
    {
        using SKBitmap bitmap = SkiaPixels.ToBitmap(image);
        _canvas.DrawBitmap(bitmap, x, y);
    }

    /// <summary>Writes a line whose baseline begins at (x, y), cut to <paramref name="width"/> pixels.</summary>
    internal void Write(string text, float x, float y, float size, Rgb color, float width = float.PositiveInfinity)
        => StrokeFont.Draw(_canvas, StrokeFont.Fit(text, size, width), x, y, size, color);

    /// <summary>Draws a line one pixel wide.</summary>
    internal void Line(float x1, float y1, float x2, float y2)
    {
        using var paint = new SKPaint { Color = new SKColor(Faint.R, Faint.G, Faint.B), StrokeWidth = 1 };
        _canvas.DrawLine(x1, y1, x2, y2, paint);
    }

    /// <summary>The sheet as a picture.</summary>
    internal RgbImage ToImage()
    {
        _canvas.Flush();
        return SkiaPixels.OverWhite(_bitmap.Width, _bitmap.Height, _bitmap.GetPixelSpan());
    }

    public void Dispose()
    {
        _canvas.Dispose();
        _bitmap.Dispose();
    }
}
