namespace Salience.Imaging;

/// <summary>Makes a network's input of a picture: resize, centre crop, normalise.</summary>
/// <remarks>
/// The steps and their rounding are torchvision's: the shorter side becomes <see cref="Resize"/> and the longer one
/// <c>⌊Resize · long / short⌋</c>, antialiased bilinear; the crop begins at <c>round((size − crop) / 2)</c>, halves to even; where the
/// picture is smaller than the crop it is centred on black. Without <see cref="Resize"/> the picture is made to cover the input
/// enlarged by 256/224, which for a square input of n pixels is a shorter side of <c>round(n · 256 / 224)</c>.
/// One-channel networks get <c>L = (19595 R + 38470 G + 7471 B + 32768) / 65536</c> (ITU-R 601-2), taken before resizing.
/// </remarks>
/// <param name="Height">Rows of the network's input; at least 1.</param>
/// <param name="Width">Columns of the network's input; at least 1.</param>
/// <param name="Channels">Channels of the network's input: 3 (colour) or 1 (grey).</param>
/// <param name="Normalization">How pixel values become inputs.</param>
/// <param name="Resize">Pixels of the shorter side before the crop; null for the rule above.</param>
public sealed record Preprocessing(int Height, int Width, int Channels, Normalization Normalization, int? Resize = null)
{
    private const double Margin = 256.0 / 224.0;

    /// <summary>Applies the steps.</summary>
    /// <exception cref="ArgumentException">The settings contradict each other; the message says which.</exception>
    public PreparedImage Apply(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        Check();
        (int width, int height) = ResizedSize(image.Width, image.Height);
        ReadOnlySpan<byte> source = Channels == 1 ? Luma(image.Pixels) : image.Pixels;
        byte[] resized = AntialiasedBilinear.Resize(source, image.Width, image.Height, Channels, width, height);
        (int left, int top) = (CropStart(width, Width), CropStart(height, Height));
        byte[] seen = Crop(resized, width, height, left, top);
        double across = (double)image.Width / width, down = (double)image.Height / height;
        var region = new SourceRegion(image.Width, image.Height, left * across, top * down, Width * across, Height * down);
        return new PreparedImage(Normalize(seen), Channels, Picture(seen), region);
    }

    /// <summary>The size after resizing, before the crop.</summary>
    internal (int Width, int Height) ResizedSize(int width, int height)
    {
        if (Resize is { } side)
            return width <= height ? (side, LongSide(side, height, width)) : (LongSide(side, width, height), side);
        int coverWidth = (int)Math.Round(Width * Margin), coverHeight = (int)Math.Round(Height * Margin);
        return (long)width * coverHeight <= (long)height * coverWidth
            ? (coverWidth, LongSide(coverWidth, height, width))
            : (LongSide(coverHeight, width, height), coverHeight);
    }

    /// <summary>The first pixel of a centred crop; negative where the picture is smaller and is padded.</summary>
    internal static int CropStart(int size, int crop) => crop > size
        ? -((crop - size) / 2)
        : (int)Math.Round((size - crop) / 2.0, MidpointRounding.ToEven);

    // A strip one pixel thin would become larger than any picture that is read.
    private static int LongSide(int side, int longer, int shorter)
    {
        long size = (long)side * longer / shorter;
        if (size * side > ImageFile.DefaultPixelBudget)
            throw new ArgumentException($"A picture with sides of {longer} and {shorter} pixels becomes {size}x{side} when resized; crop it first.");
        return (int)size;
    }

    private void Check()
    {
        if (Height < 1 || Width < 1 || Resize < 1)
            throw new ArgumentException($"An input of {Height}x{Width}, resized to {Resize}, is empty; give sizes of at least 1.");
        if (Channels is not (1 or 3))
            throw new ArgumentException($"A network with {Channels} input channels takes no picture; give an npy array of its input instead.");
        if (Channels == 1 && (Normalization.Mean.Count > 1 || Normalization.Std.Count > 1))
            throw new ArgumentException($"Normalization '{Normalization.Name}' has values for 3 channels but the network takes 1; "
                + "use none, inception or mean=a,std=b.");
    }

    private static byte[] Luma(ReadOnlySpan<byte> rgb)
    {
        var grey = new byte[rgb.Length / 3];
        for (int i = 0; i < grey.Length; i++)
            grey[i] = (byte)((19595 * rgb[3 * i] + 38470 * rgb[3 * i + 1] + 7471 * rgb[3 * i + 2] + 32768) >> 16);
        return grey;
    }

    private byte[] Crop(ReadOnlySpan<byte> values, int width, int height, int left, int top)
    {
        var crop = new byte[Width * Height * Channels];
        int first = Math.Max(0, left), columns = Math.Min(Width, width);
        for (int y = Math.Max(0, -top); y < Height && y + top < height; y++)
        {
            ReadOnlySpan<byte> row = values.Slice(((y + top) * width + first) * Channels, columns * Channels);
            row.CopyTo(crop.AsSpan((y * Width + Math.Max(0, -left)) * Channels));
        }
        return crop;
    }

    private float[] Normalize(ReadOnlySpan<byte> seen)
    {
        int area = Width * Height;
        var values = new float[Channels * area];
        float divisor = (float)Normalization.Divisor;
        for (int c = 0; c < Channels; c++)
        {
            float mean = (float)Normalization.Mean[Normalization.Mean.Count > 1 ? c : 0];
            float std = (float)Normalization.Std[Normalization.Std.Count > 1 ? c : 0];
            int from = Normalization.Order == ChannelOrder.Bgr ? Channels - 1 - c : c;
            for (int i = 0; i < area; i++)
                values[c * area + i] = (seen[i * Channels + from] / divisor - mean) / std;
        }
        return values;
    }

    private RgbImage Picture(byte[] seen)
    {
        if (Channels == 3)
            return RgbImage.Own(Width, Height, seen);
        var rgb = new byte[3 * seen.Length];
        for (int i = 0; i < rgb.Length; i++)
            rgb[i] = seen[i / 3];
        return RgbImage.Own(Width, Height, rgb);
    }
}
