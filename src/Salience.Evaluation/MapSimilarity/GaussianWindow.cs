using System.Numerics.Tensors;

namespace Salience.Evaluation.MapSimilarity;

/// <summary>Means under a Gaussian window of 11 × 11 pixels with deviation 1.5, where the window lies inside the map.</summary>
internal static class GaussianWindow
{
    /// <summary>Side of the window.</summary>
    public const int Side = 2 * Radius + 1;

    private const int Radius = 5;
    private const double Deviation = 1.5;

    private static readonly double[] Weights = MakeWeights();

    /// <summary>Number of places where the window lies inside a map.</summary>
    public static int Places(int pixels, int width) => (pixels / width - Side + 1) * (width - Side + 1);

    /// <summary>The mean about every place, row by row.</summary>
    /// <param name="values">A map, row by row; both sides at least 11.</param>
    /// <param name="width">Its width.</param>
    /// <param name="into">A figure for each of <see cref="Places"/>.</param>
    public static void Means(ReadOnlySpan<double> values, int width, Span<double> into)
    {
        var columns = width - Side + 1;
        var down = new double[width];
        for (var y = 0; y < into.Length / columns; y++)
        {
            TensorPrimitives.Multiply(values.Slice(y * width, width), Weights[0], down);
            for (var k = 1; k < Side; k++)
                TensorPrimitives.MultiplyAdd(values.Slice((y + k) * width, width), Weights[k], down, down);
            var row = into.Slice(y * columns, columns);
            TensorPrimitives.Multiply(down.AsSpan(0, columns), Weights[0], row);
            for (var k = 1; k < Side; k++)
                TensorPrimitives.MultiplyAdd(down.AsSpan(k, columns), Weights[k], row, row);
        }
    }

    private static double[] MakeWeights()
    {
        var weights = Enumerable.Range(-Radius, Side).Select(d => Math.Exp(-d * d / (2 * Deviation * Deviation))).ToArray();
        var total = weights.Sum();
        return [.. weights.Select(w => w / total)];
    }
}
