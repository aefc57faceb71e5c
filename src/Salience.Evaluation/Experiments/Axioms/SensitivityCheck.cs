using Salience.Evaluation.Metrics;
using Salience.Evaluation.Randomness;
using Salience.Networks;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.Axioms;

/// <summary>Sensitivity (a): a pixel in which alone picture and reference differ, and with which the output changes, gets something.</summary>
/// <remarks>
/// The network is <c>f = mean over pixels of θ − ReLU(θ − w·x_p)</c>, drawn θ and w; the picture is zero but for one pixel with <c>w·x_p</c> between
/// 1.5 θ and 3 θ, where the function has saturated: f(x) − f(0) = θ/pixels, and the gradient is 0.
/// </remarks>
internal sealed class SensitivityCheck() : DrawnAxiomCheck(AxiomParts.Sensitivity)
{
    private const double Nothing = 1e-6;

    public static readonly Metric Found = new(
        "sensitivity", "share", MetricDirection.Higher, "1 where the map at the only pixel that matters is above 10⁻⁶ of the map's largest magnitude, else 0; f = mean of θ − ReLU(θ − w·x), saturated.",
        "Sundararajan et al. 2017, sensitivity (a) with the example f = 1 − ReLU(1 − x)", "A map that is the same everywhere passes: see null-player and contrast.", Compared: false);

    public static readonly Metric Contrast = new(
        "sensitivity-contrast", "", MetricDirection.Higher, "(|S| at the pixel that matters − mean |S| elsewhere) / largest |S|: 1 where it alone gets something, −1 where all others do; 0 for an empty map.",
        "Ours", "One network, built to saturate; trained networks saturate softly.", Compared: false);

    /// <inheritdoc/>
    public override IReadOnlyList<Metric> Metrics { get; } = [Found, Contrast];

    private protected override IReadOnlyList<double> Measure(DrawnMaps maps, RandomStream random)
    {
        var (threshold, weight, saturation) = (random.Uniform(1, 2), random.Uniform(0.5, 1.5), random.Uniform(1.5, 3));
        using var network = Saturating(threshold, weight);
        const int side = DrawnNetwork.Side;
        var (row, column) = (random.Next(side), random.Next(side));
        var picture = zeros([1, 1, side, side], ScalarType.Float64);
        picture[0, 0, row, column] = saturation * threshold / weight;
        if (maps.Of(network, picture, 0) is not { } map)
            return [double.NaN, double.NaN];
        var magnitude = map.abs();
        var (here, largest, sum) = (magnitude[0, 0, row, column].item<double>(), magnitude.max().item<double>(), magnitude.sum().item<double>());
        return largest == 0 ? [0, 0] : [here > Nothing * largest ? 1 : 0, (here - (sum - here) / (side * side - 1)) / largest];
    }

    private static Network Saturating(double threshold, double weight)
    {
        var builder = new NetworkBuilder();
        Tensor Number(double value) => tensor(new[] { value }, [1, 1, 1, 1]);
        var x = builder.AddInput("x", ScalarType.Float64, null, 1, null, null);
        var bound = builder.AddParameter("threshold", Number(threshold));
        var weighted = DrawnNetwork.Convolve(builder, "weighted", x, Number(weight), bias: null, padding: 0);
        var below = builder.Add("relu", new Relu(), builder.Add("below", new Sub(), bound, weighted));
        var mean = builder.Add("mean", new GlobalAveragePool(), builder.Add("saturated", new Sub(), bound, below));
        var classes = builder.AddParameter("classes.weight", tensor(new[] { 1.0, -1.0 }, [2, 1]));
        return builder.Build(builder.Add("classes", new Gemm(transposeB: true), builder.Add("flat", new Flatten(), mean), classes));
    }
}
