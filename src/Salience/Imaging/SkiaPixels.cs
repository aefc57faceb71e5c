using SkiaSharp;

namespace Salience.Imaging;

/// <summary>Moves pixels between <see cref="RgbImage"/> and SkiaSharp's bitmaps.</summary>
internal static class SkiaPixels
{
    /// <summary>Composites unpremultiplied RGBA over white: <c>(a·c + (255 − a)·255) / 255</c>, rounded.</summary>
    internal static RgbImage OverWhite(int width, int height, ReadOnlySpan<byte> rgba)
    {
        var rgb = new byte[3 * width * height];
        for (int from = 0, to = 0; to < rgb.Length; from += 4, to += 3)
        {
            int alpha = rgba[from + 3];
            for (int c = 0; c < 3; c++)
                rgb[to + c] = alpha == 255 ? rgba[from + c] : (byte)((alpha * rgba[from + c] + (255 - alpha) * 255 + 127) / 255);
        }
        return RgbImage.Own(width, height, rgb);
    }

    /// <summary>A fresh opaque bitmap; disposed by the caller.</summary>
    internal static SKBitmap ToBitmap(RgbImage image)
    {
        var bitmap = new SKBitmap(new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        Span<byte> rgba = bitmap.GetPixelSpan();
        ReadOnlySpan<byte> rgb = image.Pixels;
        for (int from = 0, to = 0; from < rgb.Length; from += 3, to += 4)
        {
            rgb.Slice(from, 3).CopyTo(rgba[to..]);
            rgba[to + 3] = 255;
        }
        return bitmap;
    }
}
