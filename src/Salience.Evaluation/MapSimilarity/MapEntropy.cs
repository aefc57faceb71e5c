using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Evaluation.MapSimilarity;

/// <summary>How many bits a map's histogram holds: the complexity of the efficient randomisation test (Hedström et al. 2024).</summary>
public static class MapEntropy
{
    /// <summary>Bins unless said otherwise.</summary>
    public const int DefaultBins = 100;

    /// <summary><c>H = −Σ p_b log₂ p_b</c>, p_b the share of a map's values in bin b of equal bins from its smallest to its largest value.</summary>
    /// <param name="maps"><c>(N, 1, H, W)</c>.</param>
    /// <param name="bins">Number of bins; at least 2.</param>
    /// <returns>For each map its entropy in bits, 0 for a flat one; NaN for a map with values that are not finite.</returns>
    public static IReadOnlyList<double> Of(Tensor maps, int bins = DefaultBins)
    {
        MapShapes.Require(maps);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 2);
        return [.. MapShapes.Rows(maps).Select(v => Of(v, bins))];
    }

    private static double Of(double[] values, int bins)
    {
        var (low, high) = (values.Min(), values.Max());
        if (!double.IsFinite(low) || !double.IsFinite(high))
            return double.NaN;
        if (low == high)
            return 0;
        var counts = new int[bins];
        foreach (var value in values)
            counts[Math.Min(bins - 1, (int)((value - low) / (high - low) * bins))]++;
        return -counts.Where(c => c > 0).Sum(c => (double)c / values.Length * Math.Log2((double)c / values.Length));
    }
}
