using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Networks.Passes;

/// <summary>Reads the parameters of local response normalisation, <c>x/(k + α/n·Σx²)^β</c>, off its values.</summary>
internal static class ChannelWindow
{
    private static readonly double[] Sizes = [1e-12, 1, 1e12, 1e14];

    /// <summary>The normalisation that the values suggest, still to be verified; <see langword="null"/> where another axis than the channels is coupled.</summary>
    public static Identification? Propose(SegmentFunction function, Coupling coupling)
    {
        using var scope = NewDisposeScope();
        // A window as wide as there are channels couples all of them.
        var window = coupling.Extent.Length > 1 ? coupling.Extent[1] : 1;
        if (window < 2 || coupling.Extent.Where((e, d) => d != 1).Any(e => e != 1))
            return null;
        var middle = coupling.Shape.Select(s => TensorIndex.Single(s / 2)).ToArray();
        var y = Sizes.Select(size =>
        {
            var z = zeros(coupling.Shape, ScalarType.Float64);
            z[middle] = size;
            return function.At(z)[middle].ToDouble();
        }).ToArray();
        // One element t alone: y = t·k^−β for small t, t^(1 − 2β)·(α/n)^−β for large.
        var beta = WrittenNumber.Of((1 - Math.Log(y[3] / y[2]) / Math.Log(Sizes[3] / Sizes[2])) / 2);
        var bias = WrittenNumber.Of(Math.Pow(y[0] / Sizes[0], -1 / beta));
        var rate = Math.Pow(Math.Pow(Sizes[2], 1 - 2 * beta) / y[2], 1 / beta);
        var alpha = WrittenNumber.Of(rate * window);
        return double.IsFinite(alpha) && double.IsFinite(bias) && alpha > 0 && beta > 0 ? new(new LRN(window, alpha, beta, bias)) : null;
    }
}
