namespace Salience.Imaging;

/// <summary>Enlarges without mixing, so that every original pixel stays visible as a block.</summary>
internal static class Magnify
{
    /// <summary>The picture at another size, each pixel taken from the nearest original one.</summary>
    internal static RgbImage Nearest(RgbImage image, int width, int height)
    {
        var pixels = new byte[3 * width * height];
        for (int y = 0; y < height; y++)
        {
            int row = (int)((long)y * image.Height / height) * image.Width;
            for (int x = 0; x < width; x++)
            {
                int from = row + (int)((long)x * image.Width / width);
                image.Pixels.Slice(3 * from, 3).CopyTo(pixels.AsSpan(3 * (y * width + x)));
            }
        }
        return RgbImage.Own(width, height, pixels);
    }

    /// <summary>The picture with its longer side at that many pixels: smooth when it shrinks, in blocks when it grows.</summary>
    internal static RgbImage ToFit(RgbImage image, int side)
    {
        int longer = Math.Max(image.Width, image.Height);
        int width = Math.Max(1, (int)Math.Round((double)image.Width * side / longer));
        int height = Math.Max(1, (int)Math.Round((double)image.Height * side / longer));
        return longer > side ? AntialiasedBilinear.Resize(image, width, height) : Nearest(image, width, height);
    }
}
