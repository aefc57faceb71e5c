using Salience.Evaluation.MapSimilarity;
using Salience.Evaluation.Metrics;
using Salience.Evaluation.Randomness;
using Salience.Networks;
using Salience.Networks.Passes;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.Axioms;

/// <summary>Implementation invariance: networks that compute the same function get the same maps.</summary>
internal sealed class ImplementationInvarianceCheck() : DrawnAxiomCheck(AxiomParts.Invariance)
{
    private const string Difference = " Difference of the maps, ‖S_a − S_b‖₁ / ½(‖S_a‖₁ + ‖S_b‖₁): 0 equal, 2 nothing in common.";
    private const string Source = "Sundararajan et al. 2017, implementation invariance";
    private const string Criticism = "A map that knows no network passes. Whether two networks are the same explanation because they are the same function is disputed: inner features are part of how an output comes about.";

    /// <summary>How far the picture is raised, in its largest magnitude.</summary>
    private const double ShiftFactor = 10;

    public static readonly Metric Product = new(
        "merged-layers", "", MetricDirection.Lower, "Two linear layers (convolutions) in a row against their product." + Difference, Source, Criticism, Compared: false);

    public static readonly Metric Shift = new(
        "shifted-relu", "", MetricDirection.Lower, "x against ReLU(x + t) − t before the first layer, t ten times the largest |x|: a ReLU that is open everywhere." + Difference, Source, Criticism, Compared: false);

    public static readonly Metric Norm = new(
        "folded-norm", "", MetricDirection.Lower, "Convolution with a bias and batch normalisation against one convolution." + Difference, Source, Criticism, Compared: false);

    /// <inheritdoc/>
    public override IReadOnlyList<Metric> Metrics { get; } = [Product, Shift, Norm];

    private protected override IReadOnlyList<double> Measure(DrawnMaps maps, RandomStream random)
    {
        var drawn = new DrawnNetwork(random);
        var picture = DrawnNetwork.Picture(random);
        return [ProductOfLayers(drawn, picture, maps, random), ShiftedRelu(drawn, picture, maps), FoldedNorm(drawn, picture, maps, random)];
    }

    /// <summary>How far the maps of two networks of one function differ.</summary>
    public static double Compare(Network first, Tensor firstPicture, Network second, Tensor secondPicture, DrawnMaps maps)
    {
        var best = DrawnNetwork.Best(first, firstPicture);
        return maps.Of(first, firstPicture, best) is { } a && maps.Of(second, secondPicture, best) is { } b ? MapDistance.Relative(a, b)[0] : double.NaN;
    }

    private static double ProductOfLayers(DrawnNetwork drawn, Tensor picture, DrawnMaps maps, RandomStream random)
    {
        const int width = DrawnNetwork.Width;
        var (mix, bias) = (DrawnNetwork.Normal(random, 0.6, width, width), DrawnNetwork.Normal(random, 0.5, width));
        var product = mix.matmul(drawn.FirstWeight.view(width, -1)).view(drawn.FirstWeight.shape);
        var sum = mix.matmul(drawn.FirstBias.view(width, 1)).view(width) + bias;
        using var two = drawn.Build((builder, x) => DrawnNetwork.Convolve(
            builder, DrawnNetwork.BeforeRelu[0], DrawnNetwork.Convolve(builder, "inner", x, drawn.FirstWeight, drawn.FirstBias), mix.view(width, width, 1, 1), bias, padding: 0));
        using var one = drawn.Build((builder, x) => DrawnNetwork.Convolve(builder, DrawnNetwork.BeforeRelu[0], x, product, sum));
        return Compare(two, picture, one, picture, maps);
    }

    private static double ShiftedRelu(DrawnNetwork drawn, Tensor picture, DrawnMaps maps)
    {
        var amount = picture.abs().max().view(1, 1, 1, 1) * ShiftFactor;
        using var plain = drawn.Build();
        using var shifted = drawn.Build((builder, x) =>
        {
            var shift = DrawnNetwork.Constant(builder, "shift", amount);
            var open = builder.Add("open", new Relu(), builder.Add("raised", new Add(), x, shift));
            return DrawnNetwork.Convolve(builder, DrawnNetwork.BeforeRelu[0], builder.Add("lowered", new Sub(), open, shift), drawn.FirstWeight, drawn.FirstBias);
        });
        return Compare(plain, picture, shifted, picture, maps);
    }

    private static double FoldedNorm(DrawnNetwork drawn, Tensor picture, DrawnMaps maps, RandomStream random)
    {
        const int width = DrawnNetwork.Width;
        Tensor[] constants =
        [
            DrawnNetwork.Normal(random, 0.5, width) + 1, DrawnNetwork.Normal(random, 0.5, width), DrawnNetwork.Normal(random, 0.5, width), DrawnNetwork.Normal(random, 0.5, width).abs() + 0.5,
        ];
        using var apart = drawn.Build((builder, x) => builder.Add(
            DrawnNetwork.BeforeRelu[0],
            new BatchNormalization(1e-5),
            [DrawnNetwork.Convolve(builder, "inner", x, drawn.FirstWeight, drawn.FirstBias), .. constants.Select((c, i) => DrawnNetwork.Constant(builder, $"norm.{i}", c))]));
        using var folded = BatchNormalizationFolding.Apply(apart);
        return Compare(apart, picture, folded, picture, maps);
    }
}
