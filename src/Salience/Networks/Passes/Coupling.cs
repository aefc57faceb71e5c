using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Networks.Passes;

/// <summary>Which output elements one input element reaches: a box of <paramref name="Extent"/> elements along each axis of <paramref name="Shape"/>.</summary>
/// <param name="Shape">Shape of input and output.</param>
/// <param name="Extent">Number of indices reached along each axis.</param>
internal sealed record Coupling(long[] Shape, long[] Extent)
{
    /// <summary>The axes over which every element reaches every other.</summary>
    public long[] Axes => [.. Enumerable.Range(0, Shape.Length).Where(d => Shape[d] > 1 && Extent[d] == Shape[d]).Select(d => (long)d)];

    /// <summary>The axes of which a part is reached.</summary>
    public long[] PartialAxes => [.. Enumerable.Range(0, Shape.Length).Where(d => Extent[d] > 1 && Extent[d] < Shape[d]).Select(d => (long)d)];

    /// <summary>Moves the middle element of <paramref name="z"/> and looks at what changes; <see langword="null"/> where that is no box.</summary>
    public static Coupling? Of(SegmentFunction function, Tensor z, Tensor y)
    {
        using var scope = NewDisposeScope();
        var middle = z.shape.Select(s => s / 2).ToArray();
        var moved = z.clone();
        moved[middle.Select(i => TensorIndex.Single(i)).ToArray()] += 1;
        var changed = function.At(moved).ne(y).nonzero();
        if (changed.shape[0] == 0)
            return null;
        var extent = new long[z.dim()];
        for (var d = 0; d < extent.Length; d++)
            extent[d] = changed.select(1, d).max().ToInt64() - changed.select(1, d).min().ToInt64() + 1;
        return extent.Aggregate(1L, (product, e) => product * e) == changed.shape[0] ? new Coupling(z.shape, extent) : null;
    }
}
