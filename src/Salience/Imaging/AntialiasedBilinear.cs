namespace Salience.Imaging;

/// <summary>Resizes 8-bit pictures as Pillow and torchvision do: bilinear, antialiased, rows first, then columns.</summary>
/// <remarks>
/// Output i along an axis of n inputs and m outputs is centred at <c>c = (i + ½)·n/m</c>. With <c>f = max(1, n/m)</c> input j has weight
/// <c>max(0, 1 − |j + ½ − c|/f)</c> for the inputs from <c>⌊c − f + ½⌋</c> up to <c>⌊c + f + ½⌋</c> (exclusive), divided by the sum.
/// Weights are rounded to 22 fractional bits, sums are rounded to 8 bits after each of the two passes, horizontal first.
/// Source: the description of Pillow's Image.resize with Resampling.BILINEAR, whose values it reproduces.
/// </remarks>
internal static class AntialiasedBilinear
{
    private const int FractionBits = 22;
    private const int Half = 1 << (FractionBits - 1);

    /// <summary>The picture at another size; the same picture if the size is the same.</summary>
    internal static RgbImage Resize(RgbImage image, int width, int height) => (image.Width, image.Height) == (width, height)
        ? image
        : RgbImage.Own(width, height, Resize(image.Pixels, image.Width, image.Height, 3, width, height));

    /// <summary>Resizes interleaved 8-bit values of any number of channels.</summary>
    internal static byte[] Resize(ReadOnlySpan<byte> values, int width, int height, int channels, int newWidth, int newHeight)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(newWidth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(newHeight, 1);
        if (3L * newWidth * newHeight > Array.MaxLength || 3L * newWidth * height > Array.MaxLength)
            throw new ArgumentOutOfRangeException(nameof(newWidth), $"A picture of {newWidth}x{newHeight} does not fit in memory.");
        byte[] rows = width == newWidth ? values.ToArray() : ResizeRows(values, width, height, channels, newWidth);
        return height == newHeight ? rows : ResizeColumns(rows, height, newWidth * channels, newHeight);
    }

    private static byte[] ResizeRows(ReadOnlySpan<byte> values, int width, int height, int channels, int newWidth)
    {
        Window[] windows = Windows(width, newWidth);
        var result = new byte[newWidth * height * channels];
        int to = 0;
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<byte> row = values.Slice(y * width * channels, width * channels);
            foreach (Window window in windows)
            {
                for (int c = 0; c < channels; c++)
                {
                    int sum = Half, from = window.First * channels + c;
                    foreach (int weight in window.Weights)
                    {
                        sum += weight * row[from];
                        from += channels;
                    }
                    result[to++] = ToByte(sum);
                }
            }
        }
        return result;
    }

    private static byte[] ResizeColumns(ReadOnlySpan<byte> rows, int height, int stride, int newHeight)
    {
        var result = new byte[newHeight * stride];
        var sums = new int[stride];
        Window[] windows = Windows(height, newHeight);
        for (int y = 0; y < newHeight; y++)
        {
            Array.Fill(sums, Half);
            for (int k = 0; k < windows[y].Weights.Length; k++)
            {
                int weight = windows[y].Weights[k];
                ReadOnlySpan<byte> row = rows.Slice((windows[y].First + k) * stride, stride);
                for (int i = 0; i < stride; i++)
                    sums[i] += weight * row[i];
            }
            for (int i = 0; i < stride; i++)
                result[y * stride + i] = ToByte(sums[i]);
        }
        return result;
    }

    private static byte ToByte(int sum) => (byte)Math.Clamp(sum >> FractionBits, 0, 255);

    private static Window[] Windows(int inputs, int outputs)
    {
        double scale = (double)inputs / outputs, reach = Math.Max(1, scale);
        var windows = new Window[outputs];
        for (int i = 0; i < outputs; i++)
        {
            double centre = (i + 0.5) * scale;
            int first = Math.Max(0, (int)(centre - reach + 0.5)), end = Math.Min(inputs, (int)(centre + reach + 0.5));
            var weights = new double[end - first];
            for (int k = 0; k < weights.Length; k++)
                weights[k] = Math.Max(0, 1 - Math.Abs((first + k + 0.5 - centre) / reach));
            double total = weights.Sum();
            windows[i] = new Window(first, [.. weights.Select(weight => (int)(weight / total * (1 << FractionBits) + 0.5))]);
        }
        return windows;
    }

    private readonly record struct Window(int First, int[] Weights);
}
