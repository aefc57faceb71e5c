using CsCheck;
using Salience.Attribution;
using Salience.Attribution.Relevance;
using Salience.Decomposition;
using Salience.Networks;
using Salience.Operators;
using Salience.Tests.Decomposition;
using static TorchSharp.torch;

namespace Salience.Tests.Attribution.Relevance;

/// <summary>What holds for relevance by proof, over random networks in float64.</summary>
[NoTensorLeaks]
public class LrpTheoremTests
{
    /// <summary>Rounding of float64, magnified by divisions by sums that happen to be small.</summary>
    private const double Rounding = 1e-8;

    [Fact]
    public void With_biases_as_inputs_relevance_is_the_full_gradient_decomposition_term_by_term() =>
        Gen.Int[0, 100_000].Sample(
            seed =>
            {
                using var scope = NewDisposeScope();
                using var network = RandomNetworks.Rectified(seed);
                var images = RandomNetworks.Images(seed, 2);
                Target[] targets = [Target.Class(1), Target.Margin(0, 3), Target.CentredLogit(), Target.LogProbability(2)];
                using var lrp = new Lrp(network, new LrpSettings(LrpComposite.Z, Biases: LrpBiases.Inputs));
                var explanations = lrp.Explain(images, targets);
                for (var t = 0; t < targets.Length; t++)
                {
                    using var terms = FullGradient.Decompose(network, images, targets[t]);
                    using var relevance = (RelevanceExplanation)explanations[t];
                    var scale = terms.Terms.Select(b => b.Product().abs().max().item<double>()).Append(terms.InputTerm.abs().max().item<double>()).Max();
                    Close(terms.InputTerm, relevance.Values!, scale);
                    Assert.Equal(terms.Terms.Count, relevance.Biases.Count);
                    foreach (var (term, bias) in terms.Terms.Zip(relevance.Biases))
                        Close(term.Product(), bias.Values, scale);
                    Assert.All(Enumerable.Range(0, 2), i => Assert.InRange(relevance.Account!.Residual(i), 0, Rounding * Math.Max(1, scale)));
                }
            },
            iter: 25);

    [Fact]
    public void Relevance_and_bias_relevance_add_up_to_the_output_in_every_composite() =>
        Gen.Int[0, 100_000].Select(Gen.Int[0, Enum.GetValues<LrpComposite>().Length - 1]).Sample(
            (seed, composite) =>
            {
                using var scope = NewDisposeScope();
                using var network = RandomNetworks.Positive(seed);
                var images = RandomNetworks.Images(seed, 2).abs();
                // With α > 1 an output without negative contributions passes α times its relevance on.
                using var lrp = new Lrp(network, new LrpSettings((LrpComposite)composite, Alpha: 1, Biases: LrpBiases.Inputs));
                using var relevance = lrp.Explain(images, Target.ArgMax);
                // Each division loses up to 1e-6/(z + 1e-6) of what passes it, and z is of the order of 1 here.
                return Enumerable.Range(0, 2).All(i => relevance.Account!.Residual(i) < 1e-4);
            },
            iter: 40);

    [Fact]
    public void The_offset_example_gives_the_terms_2_minus_5_and_10()
    {
        using var scope = NewDisposeScope();
        var b = new NetworkBuilder();
        var x = b.AddInput("x", ScalarType.Float64, null, 1);
        var inner = b.Add("inner", new Relu(), b.Add("b-x", new Sub(), b.AddParameter("b", tensor(new[] { 5.0 })), x));
        using var network = b.Build(b.Add("10-r", new Sub(), b.AddParameter("ten", tensor(new[] { 10.0 })), inner));
        var image = tensor(new[] { 2.0 }).view(1, 1);

        using var terms = FullGradient.Decompose(network, image, Target.Class(0));
        Assert.Equal(2, terms.InputTerm.item<double>(), 12);
        Assert.Equal([-5, 10], terms.Terms.Select(t => Math.Round(t.Product().item<double>(), 12)));

        using var lrp = AttributionMethods.Create("lrp:composite=z,biases=inputs", network);
        using var relevance = (RelevanceExplanation)lrp.Explain(image, Target.Class(0));
        Assert.Equal(2, relevance.Values!.item<double>(), 12);
        Assert.Equal(["b-x", "10-r"], relevance.Biases.Select(r => r.Node));
        Assert.Equal([-5, 10], relevance.Biases.Select(r => Math.Round(r.Values.item<double>(), 12)));
        Assert.Equal(7, relevance.Account!.Sums[0], 12);
    }

    [Fact]
    public void Without_biases_relevance_is_input_times_gradient() =>
        Gen.Int[0, 100_000].Sample(
            seed =>
            {
                using var scope = NewDisposeScope();
                using var network = MethodNetworks.WithoutBias(seed);
                var images = SmallNetworks.Images(seed, 2);
                using var lrp = AttributionMethods.Create("lrp:composite=z", network);
                using var gradient = AttributionMethods.Create("input-x-gradient", network);
                using var relevance = lrp.Explain(images, Target.ArgMax);
                using var product = gradient.Explain(images, Target.ArgMax);
                Close(product.Values!, relevance.Values!, product.Values!.abs().max().item<double>());
            },
            iter: 10);

    private static void Close(Tensor expected, Tensor actual, double scale)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(expected.shape, actual.shape);
        var error = (expected - actual).abs().max().item<double>();
        Assert.True(error <= Rounding * scale, $"The largest error is {error:g3}, the largest term {scale:g3}.");
    }
}
