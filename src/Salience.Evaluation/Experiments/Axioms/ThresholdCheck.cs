using Salience.Evaluation.Metrics;
using Salience.Evaluation.Randomness;
using Salience.Networks;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.Axioms;

/// <summary>The threshold example: <c>y = ReLU(x − 10)</c> is continuous at 10, and its input term jumps from 0 to 10, its bias term from 0 to −10.</summary>
/// <remarks>y is summed over a picture that is zero but for one pixel; no other pixel comes near its threshold.</remarks>
internal sealed class ThresholdCheck() : DrawnAxiomCheck(AxiomParts.Continuity)
{
    /// <summary>Where the function begins to rise.</summary>
    public const double Threshold = 10;

    private const double Step = 1e-6;

    public static readonly Metric Jump = new(
        "threshold-jump", "", MetricDirection.Lower,
        "y = ReLU(x − 10): largest change of the map between x = 10 − 10⁻⁶ and 10 + 10⁻⁶, over its largest magnitude at x = 20.",
        "Shrikumar et al. 2017, figure 2; raised against FullGrad by its reviewers", "One function; see map-jump for paths in networks.", Compared: false);

    /// <inheritdoc/>
    public override IReadOnlyList<Metric> Metrics { get; } = [Jump];

    /// <summary><c>f = (Σ_p ReLU(x_p − 10), 0)</c> of pictures <c>(N, 1, H, W)</c> with the given number of pixels; disposed by the caller.</summary>
    public static Network Network(long pixels)
    {
        var builder = new NetworkBuilder();
        var x = builder.AddInput("x", ScalarType.Float64, null, 1, null, null);
        using var scope = NewDisposeScope();
        var below = DrawnNetwork.Convolve(builder, "below", x, ones([1, 1, 1, 1], ScalarType.Float64), tensor(new[] { -Threshold }), padding: 0);
        var mean = builder.Add("mean", new GlobalAveragePool(), builder.Add("relu", new Relu(), below));
        var classes = builder.AddParameter("classes.weight", tensor(new[] { (double)pixels, 0 }, [2, 1]));
        return builder.Build(builder.Add("classes", new Gemm(transposeB: true), builder.Add("flat", new Flatten(), mean), classes));
    }

    private protected override IReadOnlyList<double> Measure(DrawnMaps maps, RandomStream random)
    {
        const int side = DrawnNetwork.Side;
        using var network = Network(side * side);
        var (row, column) = (random.Next(side), random.Next(side));
        Tensor? At(double value)
        {
            var picture = zeros([1, 1, side, side], ScalarType.Float64);
            picture[0, 0, row, column] = value;
            return maps.Of(network, picture, 0);
        }

        if (At(Threshold - Step) is not { } before || At(Threshold + Step) is not { } behind || At(2 * Threshold) is not { } far)
            return [double.NaN];
        var scale = far.abs().max().item<double>();
        return [scale == 0 ? 0 : (behind - before).abs().max().item<double>() / scale];
    }
}
