using CsCheck;
using Salience.Attribution;
using Salience.Decomposition;
using Salience.Networks;
using Salience.Operators;
using Salience.Tests.Decomposition;
using Salience.Tests.Networks.Passes;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Attribution.Differences;

/// <summary>What must hold of DeepLIFT, DeepSHAP and integrated gradients on every network.</summary>
[NoTensorLeaks]
public class DeepLiftTheoremTests
{
    private const double Exact = 1e-9;

    private static readonly Func<Operator>[] Nonlinearities =
        [() => new Relu(), () => new LeakyRelu(0.2), () => new Swish(), () => new Gelu(), () => new HardSwish(), () => new Sigmoid(), () => new Tanh(), () => new Softplus(), () => new Elu(), () => new Mish()];

    [Fact]
    public void Without_biases_DeepLIFT_from_zero_is_input_times_gradient_and_integrated_gradients() =>
        Gen.Int[0, 100_000].Sample(
            seed =>
            {
                using var scope = NewDisposeScope();
                using var network = MethodNetworks.WithoutBias(seed);
                var images = SmallNetworks.Images(seed + 1, 2);
                using var gradient = Explain(network, "input-x-gradient", images);
                using var integrated = Explain(network, "integrated-gradients:steps=3,rule=midpoint", images);
                using var rescale = Explain(network, "deeplift", images);
                PassTesting.Close(gradient.Values!, rescale.Values!, Exact);
                PassTesting.Close(integrated.Values!, rescale.Values!, Exact);
                Assert.All([0, 1], i => Assert.InRange(gradient.Account!.Residual(i), 0, Exact));
            },
            iter: 10);

    [Theory]
    [InlineData("rescale")]
    [InlineData("reveal-cancel")]
    [InlineData("reveal-cancel-dense")]
    public void Attributions_add_up_to_the_difference_from_any_reference_under_any_nonlinearity_and_target(string rule) =>
        Gen.Select(Gen.Int[0, 100_000], Gen.Int[0, Nonlinearities.Length - 1], Gen.OneOf(Gen.Const("zero"), Gen.Const("constant:0.7"), Gen.Const("blur:2"), Gen.Const("uniform:1"))).Sample(
            (seed, nonlinearity, baseline) =>
            {
                using var scope = NewDisposeScope();
                using var network = SmallNetworks.Convolutional(seed, Nonlinearities[nonlinearity], convolutionBias: seed % 2 == 0);
                using var method = AttributionMethods.Create($"deeplift:rule={rule},baseline={baseline},references=3", network, batch: 4);
                Target[] targets = [Target.ArgMax, Target.Margin(0, 3), Target.CentredLogit(2), Target.LogProbability(1), Target.Function("square", y => y.square().sum(1))];
                foreach (var explanation in method.Explain(SmallNetworks.Images(seed + 1, 2), targets))
                {
                    Assert.All([0, 1], i => Assert.InRange(explanation.Account!.Residual(i), 0, Exact));
                    explanation.Dispose();
                }
            },
            iter: 12);

    [Theory]
    [InlineData("rescale")]
    [InlineData("reveal-cancel")]
    public void Attributions_add_up_through_attention_norms_and_windows(string rule)
    {
        using var scope = NewDisposeScope();
        foreach (var baseline in (string[])["zero", "constant:0.5", "normal:1"])
        {
            foreach (var network in (Network[])[TokenNetworks.Transformer(4, 3), TokenNetworks.Transformer(4, 3, sequenceFirst: true), TokenNetworks.ShiftedWindows(4, 6)])
            {
                using (network)
                using (var method = AttributionMethods.Create($"deeplift:rule={rule},baseline={baseline},references=2", network))
                {
                    var shape = network.Nodes.Any(n => n.Operator is Softmax) ? (8, 6) : (8, 12);
                    using var explanation = method.Explain(SmallNetworks.Images(5, 2, shape.Item1, shape.Item2), Target.ArgMax);
                    Assert.All([0, 1], i => Assert.InRange(explanation.Account!.Residual(i), 0, Exact));
                }
            }
        }
    }

    [Fact]
    public void DeepSHAP_of_one_reference_is_DeepLIFT_and_of_several_the_mean()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(3, () => new Tanh());
        var images = SmallNetworks.Images(4, 2);
        var references = SmallNetworks.Images(5, 3);
        var singles = Enumerable.Range(0, 3).Select(r => Single(references.narrow(0, r, 1))).ToList();
        using var one = new DeepShap(network, new DeepShapSettings(Baseline: Baseline.References(references.narrow(0, 1, 1))));
        using var all = new DeepShap(network, new DeepShapSettings(Baseline: Baseline.References(references))) { Batch = 4 };
        using var shap = one.Explain(images, Target.ArgMax);
        using var mean = all.Explain(images, Target.ArgMax);

        Assert.True(shap.Values!.equal(singles[1]).all().ToBoolean());
        PassTesting.Close((singles[0] + singles[1] + singles[2]) / 3, mean.Values!, PassTesting.Exact);
        Assert.All([0, 1], i => Assert.InRange(mean.Account!.Residual(i), 0, Exact));

        Tensor Single(Tensor reference)
        {
            using var method = new DeepLift(network, new DeepLiftSettings(Baseline: Baseline.References(reference)));
            using var explanation = method.Explain(images, Target.ArgMax);
            return explanation.Values!.clone();
        }
    }

    [Fact]
    public void An_image_that_is_its_reference_has_no_attributions()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(3, () => new Relu());
        foreach (var rule in (string[])["rescale", "reveal-cancel"])
        {
            using var explanation = Explain(network, $"deeplift:rule={rule}", zeros(1, 3, 11, 9, dtype: ScalarType.Float64));
            Assert.Equal(0, explanation.Values!.abs().max().ToDouble());
        }
    }

    [Fact]
    public void What_chooses_by_comparing_activations_is_refused_before_anything_is_computed()
    {
        using var scope = NewDisposeScope();
        var b = new NetworkBuilder();
        var x = b.AddInput("x", ScalarType.Float64, null, 4);
        var wins = b.Add("wins", new Greater(), x, b.AddParameter("half", tensor(0.5, dtype: ScalarType.Float64)));
        using var network = b.Build(b.Add("chosen", new Where(), wins, x, b.AddParameter("zero", tensor(0.0, dtype: ScalarType.Float64))));
        using var method = AttributionMethods.Create("deeplift", network);

        Assert.Equal("chosen (Where) reads 'wins', which depends on the input without a derivative: no difference can be followed through it.", method.Refuses);
        Assert.Throws<NotSupportedException>(() => method.Explain(ones(1, 4, dtype: ScalarType.Float64), Target.Class(0)));
    }

    private static Explanation Explain(Network network, string method, Tensor images)
    {
        using var explainer = AttributionMethods.Create(method, network);
        return explainer.Explain(images, Target.Class(2));
    }
}
