using Salience.Evaluation.MapSimilarity;
using Salience.Evaluation.Metrics;
using Salience.Evaluation.Randomness;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.Axioms;

/// <summary>Null player, sensitivity (b): pixels that the output does not depend on get nothing.</summary>
/// <remarks>The right half of the picture is multiplied by 0 before the first convolution.</remarks>
internal sealed class NullPlayerCheck() : DrawnAxiomCheck(AxiomParts.Sensitivity)
{
    public static readonly Metric Mass = new(
        "null-player", "share", MetricDirection.Lower, "Share of the map's magnitude on the half of the picture that the network multiplies by 0; a map that knows nothing has 0.5.",
        "Sundararajan et al. 2017, sensitivity (b); Friedman 2004", "A map paints layers, not only inputs: biases of places without input are part of the output. Enlarged maps of coarse layers leak over the border.",
        Compared: false);

    /// <inheritdoc/>
    public override IReadOnlyList<Metric> Metrics { get; } = [Mass];

    private protected override IReadOnlyList<double> Measure(DrawnMaps maps, RandomStream random)
    {
        const int half = DrawnNetwork.Side / 2;
        var drawn = new DrawnNetwork(random);
        var kept = cat([ones([1, 1, 1, half], ScalarType.Float64), zeros([1, 1, 1, half], ScalarType.Float64)], 3);
        using var network = drawn.Build((builder, x) => DrawnNetwork.Convolve(
            builder, DrawnNetwork.BeforeRelu[0], builder.Add("masked", new Mul(), x, DrawnNetwork.Constant(builder, "mask", kept)), drawn.FirstWeight, drawn.FirstBias));
        var picture = DrawnNetwork.Picture(random);
        if (maps.Of(network, picture, DrawnNetwork.Best(network, picture)) is not { } map)
            return [double.NaN];
        var (all, outside) = (MapDistance.Norm(map)[0], MapDistance.Norm(map.narrow(3, half, half))[0]);
        return [all == 0 ? 0 : outside / all];
    }
}
