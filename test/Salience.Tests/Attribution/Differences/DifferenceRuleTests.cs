using Salience.Attribution;
using Salience.Decomposition;
using Salience.Networks;
using Salience.Operators;
using Salience.Tests.Decomposition;
using Salience.Tests.Networks.Passes;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Attribution.Differences;

/// <summary>The rules of single operators.</summary>
[NoTensorLeaks]
public class DifferenceRuleTests
{
    private const double Exact = 1e-10;

    /// <summary>Operators of one input <c>(N, 4, 3, 5)</c> beyond those that networks of these tests have.</summary>
    private static readonly Dictionary<string, Func<Operator>> Single = new()
    {
        ["LRN"] = () => new LRN(3, alpha: 0.5, beta: 0.75),
        ["LpNormalization"] = () => new LpNormalization(1),
        ["GroupNormalization"] = () => new GroupNormalization(2),
        ["InstanceNormalization"] = () => new InstanceNormalization(),
        ["LayerNormalization"] = () => new LayerNormalization(-1),
        ["LayerNormalization with statistics"] = () => new LayerNormalization(-1, withStatistics: true),
        ["RMSNormalization"] = () => new RMSNormalization(-1),
        ["MeanVarianceNormalization"] = () => new MeanVarianceNormalization([2, 3]),
        ["Softmax"] = () => new Softmax(1),
        ["Softmax of opset 12"] = () => new Softmax(1, flatten: true),
        ["LogSoftmax"] = () => new LogSoftmax(2),
        ["GlobalMaxPool"] = () => new GlobalMaxPool(),
        ["GlobalLpPool"] = () => new GlobalLpPool(),
        ["ReduceLogSumExp"] = () => new ReduceLogSumExp(),
        ["ReduceSumSquare"] = () => new ReduceSumSquare(),
        ["MaxPool"] = () => new MaxPool(new SlidingWindow { Kernel = [2, 3], Strides = [1, 2], Dilations = [1, 1], Padding = SpatialPadding.Symmetric(1, 1) }),
        ["Abs"] = () => new Abs(),
        ["Round"] = () => new Round(),
    };

    public static TheoryData<string> Names => [.. Single.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Multipliers_of_an_operator_add_up_to_its_difference(string name)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(7);
        var b = new NetworkBuilder();
        var x = b.AddInput("x", ScalarType.Float64, null, 4, 3, 5);
        List<string> inputs = [x];
        var size = name.StartsWith("Layer", StringComparison.Ordinal) || name.StartsWith("RMS", StringComparison.Ordinal) ? 5 : 4;
        if (name.Contains("Normalization", StringComparison.Ordinal) && name is not ("LpNormalization" or "MeanVarianceNormalization"))
            inputs.Add(b.AddParameter("gamma", PassTesting.Normal(generator, size)));
        if (inputs.Count > 1 && !name.StartsWith("RMS", StringComparison.Ordinal))
            inputs.Add(b.AddParameter("beta", PassTesting.Normal(generator, size)));
        if (name.StartsWith("Reduce", StringComparison.Ordinal))
            inputs.Add(b.AddParameter("axes", tensor(new[] { 1L, 2 })));
        using var network = b.Build(b.Add("flat", new Flatten(1), b.Add("operator", Single[name](), inputs)));
        var weight = PassTesting.Normal(generator, 60);
        // A sum over all outputs with random weights, and references both near and far; a constant reference has no variance.
        var target = Target.Function("weighted", y => (y * weight.narrow(0, 0, y.shape[1])).sum(1));
        foreach (var baseline in (Baseline[])[Baseline.Zero, Baseline.Constant(2), Baseline.References(PassTesting.Normal(generator, 1, 4, 3, 5) * 3)])
        {
            using var method = new DeepLift(network, new DeepLiftSettings(Baseline: baseline));
            using var explanation = method.Explain(PassTesting.Normal(generator, 2, 4, 3, 5) * 3, target);
            Assert.All([0, 1], i => Assert.InRange(explanation.Account!.Residual(i), 0, Exact));
            Assert.True(explanation.Values!.isfinite().all().ToBoolean());
        }
    }

    [Theory]
    [InlineData("Mul")]
    [InlineData("Div")]
    [InlineData("MatMul")]
    [InlineData("Max")]
    [InlineData("Pow")]
    [InlineData("Einsum")]
    public void Multipliers_of_an_operator_of_two_activations_add_up_to_its_difference(string name)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(8);
        var b = new NetworkBuilder();
        var x = b.AddInput("x", ScalarType.Float64, null, 4, 4);
        // Positive in both factors, so that quotient and power are defined everywhere.
        var first = b.Add("first", new Softplus(), x);
        var second = b.Add("second", new Softplus(), b.Add("turned", new Transpose([0, 2, 1]), x));
        Operator operation = name switch { "Mul" => new Mul(), "Div" => new Div(), "MatMul" => new MatMul(), "Max" => new Max(), "Pow" => new Pow(), _ => new Einsum("bij,bjk->bik") };
        using var network = b.Build(b.Add("flat", new Flatten(1), b.Add("operator", operation, first, second)));
        using var method = new DeepLift(network, new DeepLiftSettings(Baseline: Baseline.References(PassTesting.Normal(generator, 2, 4, 4))));
        using var explanation = method.Explain(PassTesting.Normal(generator, 3, 4, 4), Target.Class(6));

        Assert.All([0, 1, 2], i => Assert.InRange(explanation.Account!.Residual(i), 0, Exact));
    }

    [Fact]
    public void A_product_is_shared_by_the_means_of_its_factors_and_a_quotient_likewise()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([5 * 1.5, 3 * 3], Two(new Mul()));
        // a·(1/b): Δa times the mean of 1/b, and the mean of a times Δ(1/b).
        Assert.Equal([5 * (1 + 1 / 4.0) / 2, 3.5 * (1 / 4.0 - 1)], Two(new Div()), (a, c) => Math.Abs(a - c) < 1e-12);

        static double[] Two(Operator operation)
        {
            var b = new NetworkBuilder();
            var x = b.AddInput("x", ScalarType.Float64, null, 2);
            string Pick(string name, int i) => b.Add(name, new Gemm(), x, b.AddParameter($"{name}.w", tensor(i == 0 ? new[] { 1.0, 0 } : [0.0, 1]).view(2, 1)));
            using var network = b.Build(b.Add("operator", operation, Pick("a", 0), Pick("b", 1)));
            var baseline = Baseline.References(tensor(operation is Mul ? new[] { 0.5, 0.0 } : [1.0, 1]).view(1, 2));
            using var method = new DeepLift(network, new DeepLiftSettings(Baseline: baseline));
            using var explanation = method.Explain(tensor(operation is Mul ? new[] { 5.5, 3 } : [6.0, 4]).view(1, 2), Target.Class(0));
            return explanation.Values!.data<double>().ToArray();
        }
    }

    [Fact]
    public void Softmax_is_integrated_along_its_scores()
    {
        using var scope = NewDisposeScope();
        var b = new NetworkBuilder();
        var x = b.AddInput("x", ScalarType.Float64, null, 5);
        using var network = b.Build(b.Add("softmax", new Softmax(1), x));
        var scores = tensor(new[] { 3.0, -1, 0.5, 2, -4 }).view(1, 5);
        using var difference = AttributionMethods.Create("deeplift", network);
        using var path = AttributionMethods.Create("integrated-gradients:steps=200", network);
        using var a = difference.Explain(scores, Target.Class(3));
        using var e = path.Explain(scores, Target.Class(3));

        PassTesting.Close(e.Values!, a.Values!, 1e-5);
    }

    [Fact]
    public void Normalisation_from_a_constant_reference_does_not_blow_up()
    {
        using var scope = NewDisposeScope();
        var b = new NetworkBuilder();
        var x = b.AddInput("x", ScalarType.Float64, null, 6);
        using var network = b.Build(b.Add("norm", new LayerNormalization(-1), x, b.AddParameter("gamma", ones(6, dtype: ScalarType.Float64)), b.AddParameter("beta", zeros(6, dtype: ScalarType.Float64))));
        var image = tensor(new[] { 1.0, 2, 4, -1, 0, 3 }).view(1, 6);
        using var method = AttributionMethods.Create("deeplift", network);
        using var explanation = method.Explain(image, Target.Class(2));

        // Nothing but the deviation from the mean is left: c₀ = 0.
        var scale = 1 / Math.Sqrt(17.5 / 6 + 1e-5);
        var expected = (zeros_like(image) - 1.0 / 6) * image * scale;
        expected[0, 2] = image[0, 2] * (5.0 / 6 * scale);
        PassTesting.Close(expected, explanation.Values!, 1e-12);
    }

    [Fact]
    public void Captums_operators_pass_the_derivative_of_others_on_and_of_the_second_of_two_in_a_row()
    {
        using var scope = NewDisposeScope();
        using var smooth = SmallNetworks.Convolutional(3, () => new Swish());
        var images = SmallNetworks.Images(4, 2);
        PassTesting.Close(Values(smooth, "input-x-gradient", images), Values(smooth, "deeplift:operators=captum", images), PassTesting.Exact);

        // Two activations in a row: Tanh is rescaled, the ReLU behind it differentiated.
        var b = new NetworkBuilder();
        using var network = b.Build(b.Add("second", new Softplus(), b.Add("first", new Tanh(), b.AddInput("x", ScalarType.Float64, null, 3))));
        var x = tensor(new[] { 0.5, -1, 2 }).view(1, 3);
        var expected = x.tanh() * x.tanh().sigmoid() * tensor(new[] { 0.0, 0, 1 });
        PassTesting.Close(expected, Values(network, "deeplift:operators=captum", x), PassTesting.Exact);
    }

    [Fact]
    public void Captums_softmax_subtracts_the_mean_multiplier()
    {
        using var scope = NewDisposeScope();
        var b = new NetworkBuilder();
        using var network = b.Build(b.Add("softmax", new Softmax(1), b.AddInput("x", ScalarType.Float64, null, 3)));
        var x = tensor(new[] { 0.5, -1, 2 }).view(1, 3);
        var rescaled = (x.softmax(1) - 1.0 / 3) / x * tensor(new[] { 0.0, 0, 1 });

        PassTesting.Close((rescaled - rescaled.mean()) * x, Values(network, "deeplift:operators=captum", x), PassTesting.Exact);
    }

    private static Tensor Values(Network network, string text, Tensor images)
    {
        using var method = AttributionMethods.Create(text, network);
        using var explanation = method.Explain(images, Target.Class(2));
        return explanation.Values!.clone();
    }
}
