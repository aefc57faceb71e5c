using System.Buffers.Binary;
using Salience.Imaging;
using SkiaSharp;

namespace Salience.Tests.Imaging;

/// <summary>Small pictures and picture files for tests.</summary>
internal static class Pictures
{
    public static RgbImage Random(int width, int height, int seed)
    {
        var pixels = new byte[3 * width * height];
        new Random(seed).NextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }

    public static RgbImage Uniform(int width, int height, Rgb color) => Make(width, height, (_, _) => color);

    public static RgbImage Make(int width, int height, Func<int, int, Rgb> color)
    {
        var pixels = new byte[3 * width * height];
        for (int i = 0; i < width * height; i++)
        {
            Rgb at = color(i % width, i / width);
            (pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]) = (at.R, at.G, at.B);
        }
        return new RgbImage(width, height, pixels);
    }

    /// <summary>Encodes RGBA values, row by row.</summary>
    public static byte[] Encode(int width, int height, ReadOnlySpan<byte> rgba, SKEncodedImageFormat format, int quality = 100,
        SKAlphaType alpha = SKAlphaType.Unpremul)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, alpha));
        rgba.CopyTo(bitmap.GetPixelSpan());
        using SKData data = bitmap.Encode(format, quality);
        return data.ToArray();
    }

    public static byte[] Encode(RgbImage image, SKEncodedImageFormat format, int quality = 100)
    {
        var rgba = new byte[4 * image.Width * image.Height];
        for (int i = 0; i < image.Width * image.Height; i++)
        {
            image.Pixels.Slice(3 * i, 3).CopyTo(rgba.AsSpan(4 * i));
            rgba[4 * i + 3] = 255;
        }
        return Encode(image.Width, image.Height, rgba, format, quality, SKAlphaType.Opaque);
    }

    /// <summary>An uncompressed bottom-up 24-bit BMP.</summary>
    public static byte[] Bmp(RgbImage image)
    {
        int stride = (3 * image.Width + 3) / 4 * 4;
        var bytes = new byte[54 + stride * image.Height];
        "BM"u8.CopyTo(bytes);
        Put(2, bytes.Length);
        Put(10, 54);
        Put(14, 40);
        Put(18, image.Width);
        Put(22, image.Height);
        bytes[26] = 1;
        bytes[28] = 24;
        for (int y = 0; y < image.Height; y++)
        {
            for (int x = 0; x < image.Width; x++)
            {
                Rgb color = image[x, image.Height - 1 - y];
                int at = 54 + y * stride + 3 * x;
                (bytes[at], bytes[at + 1], bytes[at + 2]) = (color.B, color.G, color.R);
            }
        }
        return bytes;

        void Put(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), value);
    }

    /// <summary>A GIF of one pixel a frame, the frames' colours given; each frame is one LZW block (clear, pixel, end).</summary>
    public static byte[] Gif(params Rgb[] frames)
    {
        List<byte> bytes = [.. "GIF89a"u8, 1, 0, 1, 0, 0x00, 0, 0];
        foreach (Rgb color in frames)
        {
            // Graphic control, image descriptor with a local table of 2 colours, minimum code size 2, codes 4 (clear), 0, 5 (end) in 3 bits each.
            bytes.AddRange([0x21, 0xF9, 4, 0, 10, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0x80, color.R, color.G, color.B, 0, 0, 0]);
            bytes.AddRange([2, 2, 0b01_000_100, 0b1, 0]);
        }
        bytes.Add(0x3B);
        return [.. bytes];
    }

    /// <summary>Puts an EXIF block with an orientation behind the start of a JPEG file.</summary>
    public static byte[] WithOrientation(byte[] jpeg, byte orientation)
    {
        byte[] exif =
        [
            .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1,
            0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0,
        ];
        return [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }
}
