using SkiaSharp;

namespace Salience.Imaging;

/// <summary>Turns a picture as its EXIF orientation (tag 0x0112, values 1 to 8) asks.</summary>
internal static class ExifOrientation
{
    /// <summary>The upright picture.</summary>
    /// <remarks>
    /// The origin says where the stored first row and first column stand in the upright picture: row 0 at the top and column 0 at the
    /// left is 1 (unchanged); 5 to 8 exchange width and height. Source: EXIF 2.32, table 6.
    /// </remarks>
    internal static RgbImage Apply(RgbImage stored, SKEncodedOrigin origin)
    {
        if (origin is SKEncodedOrigin.TopLeft or SKEncodedOrigin.Default)
            return stored;
        bool transposed = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        // In the upright picture the stored columns run from right to left (mirrored) or the stored rows from bottom to top (flipped).
        bool rightFirst = origin is SKEncodedOrigin.TopRight or SKEncodedOrigin.BottomRight or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom;
        bool bottomFirst = origin is SKEncodedOrigin.BottomRight or SKEncodedOrigin.BottomLeft or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        int width = transposed ? stored.Height : stored.Width, height = transposed ? stored.Width : stored.Height;
        ReadOnlySpan<byte> from = stored.Pixels;
        var to = new byte[from.Length];
        for (int y = 0; y < height; y++)
        {
            int row = bottomFirst ? height - 1 - y : y;
            for (int x = 0; x < width; x++)
            {
                int column = rightFirst ? width - 1 - x : x;
                int source = transposed ? column * stored.Width + row : row * stored.Width + column;
                from.Slice(3 * source, 3).CopyTo(to.AsSpan(3 * (y * width + x)));
            }
        }
        return RgbImage.Own(width, height, to);
    }
}
