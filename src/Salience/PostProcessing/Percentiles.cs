using static TorchSharp.torch;

namespace Salience.PostProcessing;

/// <summary>Percentiles of the magnitudes of each image, and cutting at them.</summary>
internal static class Percentiles
{
    /// <summary>The percentile of |v| of each image, interpolated linearly between the two nearest values; the largest |v| where it is 0.</summary>
    /// <param name="values"><c>(N, …)</c>.</param>
    /// <param name="percentile">Above 0, at most 100.</param>
    /// <returns><c>(N)</c>.</returns>
    public static Tensor OfMagnitudes(Tensor values, double percentile)
    {
        using var scope = NewDisposeScope();
        var sorted = values.reshape(values.shape[0], -1).abs().sort(1).Values;
        var rank = percentile / 100 * (sorted.shape[1] - 1);
        var below = (long)rank;
        var above = Math.Min(below + 1, sorted.shape[1] - 1);
        var found = sorted.select(1, below) + (sorted.select(1, above) - sorted.select(1, below)) * (rank - below);
        return found.where(found > 0, sorted.select(1, -1)).MoveToOuterDisposeScope();
    }

    /// <summary><c>min(1, max(−1, v/q))</c> for each image, q its percentile of |v|; 0 where all values are.</summary>
    /// <returns>The values, q and how many values of each image lay beyond ±q; they belong to the current dispose scope.</returns>
    public static (Tensor Values, Tensor Bounds, Tensor Beyond) Cut(Tensor values, double percentile)
    {
        using var scope = NewDisposeScope();
        var bounds = OfMagnitudes(values, percentile);
        var each = bounds.view([-1, .. Enumerable.Repeat(1L, (int)values.dim() - 1)]);
        var beyond = (values.abs() > each).reshape(values.shape[0], -1).sum(1);
        var cut = (values / each.masked_fill(each == 0, 1)).clamp(-1, 1);
        return (cut.MoveToOuterDisposeScope(), bounds.MoveToOuterDisposeScope(), beyond.MoveToOuterDisposeScope());
    }
}
