using Salience.Attribution;
using Salience.Attribution.Relevance;
using Salience.Decomposition;
using Salience.Networks;
using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Attribution.Relevance;

/// <summary>How relevance passes operators that are no layers, on networks of one or two of them with the answer worked out by hand.</summary>
[NoTensorLeaks]
public class LrpFlowTests
{
    /// <summary>The stabiliser, 1e-6 in 1.</summary>
    private const double Stabilized = 1e-5;

    private static readonly double[] Picture = [1, 2, -3, 4];

    [Fact]
    public void A_sum_divides_in_proportion_and_with_the_rule_of_the_gradient_copies()
    {
        static string Build(NetworkBuilder b, string x) => b.Add("sum", new Add(), x, b.Add("tripled", new Mul(), x, b.AddParameter("three", Vector(3))));
        Check([4, 8, -12, 16], Build);
        // zennit without canonizers: both branches get all of it.
        Check([8, 16, -24, 32], Build, "sums=gradient");
    }

    [Fact]
    public void A_gate_gets_nothing_and_its_signal_all()
    {
        var gates = Picture.Select(v => 1 / (1 + Math.Exp(-v))).ToArray();
        Check([.. Picture.Zip(gates, (v, g) => v * g)], (b, x) => b.Add("gated", new Mul(), x, b.Add("gate", new Sigmoid(), x)));
        // The gate doubled, and moved to another shape and back, is still one.
        Check([.. Picture.Zip(gates, (v, g) => 2 * v * g)], (b, x) => b.Add(
            "gated",
            new Mul(),
            b.Add("turned", new Flatten(1), b.Add("doubled", new Mul(), b.Add("gate", new Sigmoid(), x), b.AddParameter("two", Vector(2)))),
            b.Add("signal", new Identity(), x)));
    }

    [Fact]
    public void Two_signals_share_their_product_alike()
    {
        static string Swapped(NetworkBuilder b, string x) => b.Add("swapped", new Gather(1), x, b.AddParameter("order", tensor(new long[] { 1, 0, 3, 2 })));
        // Products 2, 2, −12, −12: each element is half of two of them.
        Check([2, 2, -12, -12], (b, x) => b.Add("product", new Mul(), x, Swapped(b, x)));
        // With the rule of the gradient each factor gets all, times the other one.
        Check([8, 4, -96, 72], (b, x) => b.Add("product", new Mul(), x, Swapped(b, x)), "others=gradient");
    }

    [Fact]
    public void Attention_passes_relevance_to_its_values_only()
    {
        using var scope = NewDisposeScope();
        var b = new NetworkBuilder();
        var x = b.AddInput("x", ScalarType.Float64, null, 3, 2);
        var weights = b.Add("weights", new Softmax(), b.Add("scores", new MatMul(), x, b.Add("keys", new Transpose([0, 2, 1]), x)));
        using var network = b.Build(b.Add("flat", new Flatten(1), b.Add("mixed", new MatMul(), weights, x)));
        var image = tensor(new[] { 1.0, 2, 0.5, 1, 2, 0.3 }).view(1, 3, 2);
        using var lrp = AttributionMethods.Create("lrp:composite=z", network);
        using var relevance = lrp.Explain(image, Target.Class(2));

        var a = (image.matmul(image.transpose(1, 2))).softmax(-1)[0, 1];
        var expected = zeros_like(image);
        expected[0, TensorIndex.Colon, 0] = a * image[0, TensorIndex.Colon, 0];
        Assert.True((relevance.Values! - expected).abs().max().item<double>() < 1e-12);
    }

    [Fact]
    public void A_normalisation_is_affine_with_its_deviation_held_fixed()
    {
        using var scope = NewDisposeScope();
        var (gamma, beta) = (tensor(new[] { 1.0, 2, 3, -1 }), tensor(new[] { 0.5, 0, 1, 2 }));
        var x = tensor(Picture);
        var deviation = ((x - x.mean()).square().mean() + 1e-5).sqrt();
        // Output 2 of the normalisation is the target: its relevance y_2 divides over (x_i [i = 2] − x_i / 4)·γ_2/σ.
        var y = (gamma * (x - x.mean()) / deviation + beta)[2];
        var own = tensor(new[] { 0.0, 0, 1, 0 });
        var expected = x * (own - 0.25) * 3 / deviation;
        Check(
            expected.data<double>().ToArray(),
            (b, v) => b.Add("norm", new LayerNormalization(), v, b.AddParameter("gamma", gamma.clone()), b.AddParameter("beta", beta.clone())),
            "composite=z",
            Target.Class(2),
            expectedBias: 1);
        Assert.Equal(y.item<double>(), expected.sum().item<double>() + 1, 12);
    }

    [Fact]
    public void Every_normalisation_with_its_deviation_held_fixed_computes_what_it_computes()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        Tensor Normal(params long[] shape) => randn(shape, ScalarType.Float64, generator: generator);
        var x = Normal(2, 4, 3, 5);
        (Operator Operation, Tensor[] Constants)[] all =
        [
            (new LayerNormalization(-2), [Normal(3, 5), Normal(3, 5)]),
            (new LayerNormalization(1), [Normal(4, 3, 5)]),
            (new GroupNormalization(2), [Normal(4), Normal(4)]),
            (new InstanceNormalization(), [Normal(4), Normal(4)]),
            (new MeanVarianceNormalization([0, 2, 3]), []),
            (new BatchStatisticsNormalization(1e-5, 0.9), [Normal(4), Normal(4), Normal(4), Normal(4).abs()]),
        ];
        foreach (var (operation, constants) in all)
        {
            Tensor?[] inputs = [x, .. constants];
            var detached = new DetachedStatistics(operation).Forward(inputs)[0];
            Assert.True((operation.Forward(inputs)[0] - detached).abs().max().item<double>() < 1e-12, operation.Name);
        }
    }

    [Fact]
    public void Batch_normalisation_that_cannot_be_folded_is_an_affine_layer()
    {
        static string Build(NetworkBuilder b, string x) => b.Add(
            "norm",
            new BatchNormalization(0),
            x,
            b.AddParameter("gamma", Vector(2, 2, 2, 2)),
            b.AddParameter("beta", Vector(1, 1, 1, 1)),
            b.AddParameter("mean", Vector(0, 0, 0, 0)),
            b.AddParameter("variance", Vector(1, 1, 1, 1)));
        // y = 2x + 1: of each output's relevance y the input gets 2x, the bias 1.
        Check([2, 4, -6, 8], Build, expectedBias: 4);
        Check([3, 5, -5, 9], Build, "biases=ignored");
        // zennit has no rule for it: 2y.
        Check([6, 10, -10, 18], Build, "others=gradient");
    }

    [Fact]
    public void What_is_joined_with_constants_leaves_them_their_relevance() =>
        Check(Picture, (b, x) => b.Add("joined", new Concat(1), b.AddParameter("token", Vector(7).view(1, 1)), x), expectedBias: 7);

    [Fact]
    public void Layers_whose_weights_depend_on_the_input_are_refused_unless_passed_like_a_gradient()
    {
        using var scope = NewDisposeScope();
        var b = new NetworkBuilder();
        var x = b.AddInput("x", ScalarType.Float64, 1, 1, 4);
        var conv = new Conv { Padding = SpatialPadding.Symmetric(1), Strides = [1], Dilations = [1] };
        using var network = b.Build(b.Add("flat", new Flatten(1), b.Add("own", conv, x, x)));
        using var lrp = AttributionMethods.Create("lrp", network);
        using var passed = AttributionMethods.Create("lrp:others=gradient", network);

        Assert.Equal("LRP has no rule for the node own (Conv) with 2 of its inputs depending on the input; others=gradient passes it like a gradient.", lrp.Refuses);
        Assert.Null(passed.Refuses);
    }

    [Theory]
    [InlineData("lrp:epsilon=-1", "epsilon")]
    [InlineData("lrp:gamma=-1", "gamma")]
    [InlineData("lrp:alpha=0.5", "alpha")]
    [InlineData("lrp:low=2,high=1", "the box from low=2 to high=1 is empty")]
    [InlineData("lrp:composite=best", "composite=best is not possible")]
    public void Settings_that_make_no_sense_are_refused(string text, string message)
    {
        using var scope = NewDisposeScope();
        using var network = MethodNetworks.Make("grey");
        var failure = Assert.ThrowsAny<ArgumentException>(() => AttributionMethods.Create(text, network).Dispose());
        Assert.Contains(message, failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    private static Tensor Vector(params double[] values) => tensor(values);

    /// <summary>Explains the sum of the outputs (or a target) of a network of one value (1, 4), and compares with the relevance worked out.</summary>
    private static void Check(
        double[] expected, Func<NetworkBuilder, string, string> build, string settings = "composite=epsilon-plus", Target? target = null, double expectedBias = 0)
    {
        using var scope = NewDisposeScope();
        var b = new NetworkBuilder();
        var x = b.AddInput("x", ScalarType.Float64, null, 4);
        using var network = b.Build(build(b, x));
        using var lrp = AttributionMethods.Create($"lrp:{settings}{(settings.Contains("biases", StringComparison.Ordinal) ? string.Empty : ",biases=inputs")}", network);
        using var relevance = (RelevanceExplanation)lrp.Explain(Vector(Picture).view(1, 4), target ?? Target.Function("sum", y => y.sum(1)));

        Assert.All(expected.Zip(relevance.Values!.data<double>().ToArray()), p => Assert.InRange(p.Second - p.First, -Stabilized, Stabilized));
        if (expectedBias != 0)
            Assert.Equal(expected.Sum() + expectedBias, relevance.Account!.Sums[0], 4);
    }
}
