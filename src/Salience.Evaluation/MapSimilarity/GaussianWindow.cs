using System.Numerics;
using System.Runtime.InteropServices;

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
            Sums(values.Slice(y * width, Radius * 2 * width + width), width, down);
            Sums(down, 1, into.Slice(y * columns, columns));
        }
    }

    /// <summary>The weighted sums of eleven values that lie a step apart, from each place on.</summary>
    private static void Sums(ReadOnlySpan<double> values, int step, Span<double> into)
    {
        var x = 0;
        ref var start = ref MemoryMarshal.GetReference(values[..((Side - 1) * step + into.Length)]);
        for (; x <= into.Length - Vector<double>.Count; x += Vector<double>.Count)
        {
            var sum = Vector.LoadUnsafe(ref start, (nuint)x) * Weights[0];
            for (var k = 1; k < Side; k++)
                sum += Vector.LoadUnsafe(ref start, (nuint)(k * step + x)) * Weights[k];
            sum.CopyTo(into[x..]);
        }

        for (; x < into.Length; x++)
        {
            var sum = values[x] * Weights[0];
            for (var k = 1; k < Side; k++)
                sum += values[k * step + x] * Weights[k];
            into[x] = sum;
        }
    }

    private static double[] MakeWeights()
    {
        var weights = Enumerable.Range(-Radius, Side).Select(d => Math.Exp(-d * d / (2 * Deviation * Deviation))).ToArray();
        var total = weights.Sum();
        return [.. weights.Select(w => w / total)];
    }
}
