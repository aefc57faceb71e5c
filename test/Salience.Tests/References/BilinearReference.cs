namespace Salience.Tests.References;

/// <summary>Antialiased bilinear resizing written from its definition, in double, without rounding.</summary>
internal static class BilinearReference
{
    /// <summary>Output (row, column, channel) of a picture given as a function of (row, column, channel).</summary>
    public static double[,,] Resize(Func<int, int, int, double> input, int height, int width, int channels, int newHeight, int newWidth)
    {
        var output = new double[newHeight, newWidth, channels];
        for (int y = 0; y < newHeight; y++)
        {
            for (int x = 0; x < newWidth; x++)
            {
                for (int c = 0; c < channels; c++)
                {
                    double sum = 0, total = 0;
                    for (int j = 0; j < height; j++)
                    {
                        double down = Weight(j, y, height, newHeight);
                        for (int i = 0; down > 0 && i < width; i++)
                        {
                            double weight = down * Weight(i, x, width, newWidth);
                            sum += weight * input(j, i, c);
                            total += weight;
                        }
                    }
                    output[y, x, c] = sum / total;
                }
            }
        }
        return output;
    }

    // The triangle around the output pixel's centre, as wide as one output pixel but never narrower than an input pixel.
    private static double Weight(int input, int output, int inputs, int outputs)
    {
        double scale = (double)inputs / outputs;
        return Math.Max(0, 1 - Math.Abs(input + 0.5 - (output + 0.5) * scale) / Math.Max(1, scale));
    }
}
