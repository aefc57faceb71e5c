using SkiaSharp;

namespace Salience.Imaging;

/// <summary>Reads pictures (PNG, JPEG, WebP, BMP, GIF) and writes PNG.</summary>
/// <remarks>
/// The EXIF orientation is applied, so the result stands as a viewer shows it. Grey becomes equal R, G, B; CMYK and YCCK JPEG is
/// converted by <c>R = C·K/255</c> with the inverted values that such files store; 16-bit values are reduced to 8. Transparent
/// pixels are composited over white. Of an animation the first frame is taken. Colour profiles are not applied, as Pillow does not.
/// The size is taken from the header and checked against a pixel budget before any pixel is decoded.
/// </remarks>
public static class ImageFile
{
    /// <summary>The default of the pixel budget: 100 megapixels, 700 MB while decoding.</summary>
    public const long DefaultPixelBudget = 100_000_000;

    // No picture within the budget needs more, and a file is read whole.
    private const long MaxFileLength = 1L << 30;

    /// <summary>Reads a picture.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pixelBudget">Most pixels (width times height) that are decoded.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is empty, truncated, damaged, a folder, not a picture, or larger than the budget; the message names file, value and remedy.
    /// </exception>
    public static RgbImage Read(string path, long pixelBudget = DefaultPixelBudget)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            throw new InvalidDataException($"{path}: is a folder, not a picture; name a file in it.");
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: there is no such file; check the path.", path);
        long length = new FileInfo(path).Length;
        if (length > MaxFileLength)
            throw new InvalidDataException($"{path}: has {length} bytes, more than {MaxFileLength}; give a smaller picture.");
        return Decode(File.ReadAllBytes(path), path, pixelBudget);
    }

    /// <summary>Decodes a picture in memory.</summary>
    /// <param name="bytes">The file's bytes.</param>
    /// <param name="name">How messages name it.</param>
    /// <param name="pixelBudget">Most pixels (width times height) that are decoded.</param>
    /// <exception cref="InvalidDataException">As for <see cref="Read"/>.</exception>
    public static RgbImage Decode(ReadOnlySpan<byte> bytes, string name, long pixelBudget = DefaultPixelBudget)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixelBudget, 1);
        if (bytes.IsEmpty)
            throw new InvalidDataException($"{name}: the file is empty (0 bytes); copy or download it again.");
        using SKData data = SKData.CreateCopy(bytes);
        using SKCodec? codec = SKCodec.Create(data);
        if (codec is null || !IsPicture(codec.EncodedFormat))
            throw new InvalidDataException($"{name}: {WhatItIs(bytes)}; give a PNG, JPEG, WebP, BMP or GIF picture.");
        int width = codec.Info.Width, height = codec.Info.Height;
        long pixels = (long)width * height;
        if (pixels > pixelBudget || 4 * pixels > Array.MaxLength)
            throw new InvalidDataException($"{name}: is {width}x{height}, {pixels / 1e6:0.#} megapixels, above the budget of "
                + $"{Math.Min(pixelBudget, Array.MaxLength / 4) / 1e6:0.######}; make it smaller or raise the budget.");
        return ExifOrientation.Apply(DecodePixels(codec, name), codec.EncodedOrigin);
    }

    /// <summary>Writes a PNG file; it is complete or absent.</summary>
    public static void WritePng(string path, RgbImage image)
    {
        using Files.AtomicFile file = Files.AtomicFile.Create(path);
        file.Stream.Write(EncodePng(image));
        file.Commit();
    }

    /// <summary>The bytes of a PNG file; lossless.</summary>
    public static byte[] EncodePng(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        using SKBitmap bitmap = SkiaPixels.ToBitmap(image);
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static RgbImage DecodePixels(SKCodec codec, string name)
    {
        // No colour space: values are taken as stored.
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888,
            codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
        var rgba = new byte[info.BytesSize64];
        SKCodecResult result;
        unsafe
        {
            fixed (byte* target = rgba)
                result = codec.GetPixels(info, (IntPtr)target);
        }
        return result switch
        {
            SKCodecResult.Success => SkiaPixels.OverWhite(info.Width, info.Height, rgba),
            SKCodecResult.IncompleteInput => throw new InvalidDataException(
                $"{name}: ends before its last row of {info.Height}; the file is truncated, copy or download it again."),
            _ => throw new InvalidDataException(
                $"{name}: the {codec.EncodedFormat} data cannot be decoded ({result}); the file is damaged, save it again."),
        };
    }

    private static bool IsPicture(SKEncodedImageFormat format) => format
        is SKEncodedImageFormat.Png or SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Webp or SKEncodedImageFormat.Bmp or SKEncodedImageFormat.Gif;

    private static string WhatItIs(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("version https://git-lfs"u8))
            return "is a Git LFS pointer, not the picture itself (git lfs pull fetches it)";
        if (bytes.StartsWith("PK\x03\x04"u8))
            return "is a zip archive, not a picture";
        if (bytes.StartsWith("%PDF"u8))
            return "is a PDF document, not a picture";
        string start = Convert.ToHexString(bytes[..Math.Min(8, bytes.Length)]);
        return $"is not a picture this tool reads, or its header is damaged (it begins with {start})";
    }
}
