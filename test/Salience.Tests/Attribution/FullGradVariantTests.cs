using Salience.Attribution;
using Salience.Attribution.Engine;
using Salience.Decomposition;
using Salience.Networks;
using Salience.Operators;
using Salience.PostProcessing;
using Salience.Tests.Decomposition;
using Salience.Tests.Networks.Passes;
using Salience.Tests.References;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Attribution;

/// <summary>SimpleFullGrad and SmoothFullGrad against their formulas, taken literally.</summary>
[NoTensorLeaks]
public class FullGradVariantTests
{
    /// <summary>Rounding of float64 over a few thousand operations.</summary>
    private const double Exact = 1e-10;

    private const int Samples = 4;

    [Theory]
    [InlineData("paper", "relu")]
    [InlineData("paper", "sigmoid")]
    [InlineData("idiap", "sigmoid")]
    [InlineData("signed", "sigmoid")]
    public void SimpleFullGrad_draws_the_gradients_at_the_biases(string preset, string nonlinearity)
    {
        using var scope = NewDisposeScope();
        using var network = Make(nonlinearity);
        var (images, target, chosen) = (SmallNetworks.Images(7, 2), Target.Class(2), Presets.Find(preset));
        using var method = AttributionMethods.Create($"simple-fullgrad:preset={preset}", network);
        using var explanation = method.Explain(images, target);
        using var terms = FullGradient.Decompose(network, images, target, new FullGradientSettings(chosen.MergeBatchNorm));

        var expected = new[] { new double[11, 9], new double[11, 9] };
        FullGradReference.AddTerm(expected, FullGradReference.Values(terms.InputTerm), chosen);
        foreach (var term in terms.Terms.Where(t => t.Gradient.dim() == 4 && (!chosen.ExplicitOnly || t.Term.Operator is "Conv" or "BatchNormalization")))
            FullGradReference.AddTerm(expected, FullGradReference.Values(term.Gradient), chosen);
        for (var n = 0; n < 2; n++)
            PassTesting.Close(tensor(expected[n]), explanation.Map[n, 0], Exact);
        Assert.Null(explanation.Account);
    }

    [Theory]
    [InlineData("paper")]
    [InlineData("idiap")]
    public void SmoothFullGrad_averages_the_signed_terms_before_anything_else(string preset)
    {
        using var scope = NewDisposeScope();
        using var network = Make("sigmoid");
        var (image, chosen) = (SmallNetworks.Images(7, 1), Presets.Find(preset));
        using var method = AttributionMethods.Create($"smooth-fullgrad:samples={Samples},noise=0.3,seed=5,preset={preset}", network);
        using var explanation = method.Explain(image, Target.ArgMax);

        // The class is that of the image without noise.
        var target = Target.Class((int)network.Run(image).argmax(1).ToInt64());
        var expected = new[] { new double[11, 9] };
        var terms = Copies(image, 0.3, 5).Select(x => FullGradient.Decompose(network, x, target, new FullGradientSettings(chosen.MergeBatchNorm))).ToList();
        FullGradReference.AddTerm(expected, Mean(terms.Select(t => t.InputTerm)), chosen);
        for (var k = 0; k < terms[0].Terms.Count; k++)
        {
            var term = terms[0].Terms[k];
            if (term.Gradient.dim() == 4 && (!chosen.ExplicitOnly || term.Term.Operator is "Conv" or "BatchNormalization"))
                FullGradReference.AddTerm(expected, Mean(terms.Select(t => t.Terms[k].Product())), chosen);
        }

        terms.ForEach(t => t.Dispose());
        PassTesting.Close(tensor(expected[0]), explanation.Map[0, 0], Exact);

        static double[,,,] Mean(IEnumerable<Tensor> values) => FullGradReference.Values(stack([.. values]).mean([0]));
    }

    [Theory]
    [InlineData("relu", 16)]
    [InlineData("tokens", 3)]
    [InlineData("sequence-first tokens", 16)]
    [InlineData("sequence-first tokens", 3)]
    public void Without_a_sign_rule_it_is_the_mean_map_of_the_copies_and_the_account_the_mean_output(string name, int batch)
    {
        using var scope = NewDisposeScope();
        using var network = name == "relu" ? Make("relu") : TokenNetworks.Transformer(4, 3, sequenceFirst: name != "tokens");
        var images = name == "relu" ? SmallNetworks.Images(3, 3) : SmallNetworks.Images(3, 3, 8, 6);
        using var method = AttributionMethods.Create($"smooth-fullgrad:samples={Samples},noise=0.2,seed=9,preset=signed", network, batch);
        using var plain = new FullGrad(network, new FullGradSettings(Presets.Signed));
        foreach (var target in new[] { Target.Class(1), Target.LogProbability(0) })
        {
            using var smooth = method.Explain(images, target);
            for (var i = 0; i < 3; i++)
            {
                using var inner = NewDisposeScope();
                var (map, output) = (zeros_like(images[0].sum(0)), 0.0);
                foreach (var copy in Copies(images.narrow(0, i, 1), 0.2, 9))
                {
                    using var one = plain.Explain(copy, target);
                    map += one.Map[0, 0] / Samples;
                    output += one.Scores[0] / Samples;
                }

                PassTesting.Close(map, smooth.Map[i, 0], Exact);
                Assert.Equal(output, smooth.Account!.Expected[i], Exact);
                Assert.InRange(smooth.Account.Residual(i), 0, Exact);
            }
        }
    }

    [Fact]
    public void Without_noise_SmoothFullGrad_is_FullGrad()
    {
        using var scope = NewDisposeScope();
        using var network = Make("sigmoid");
        var images = SmallNetworks.Images(3, 2);
        using var smooth = AttributionMethods.Create("smooth-fullgrad:samples=2,noise=0", network);
        using var plain = AttributionMethods.Create("fullgrad", network);
        using var expected = plain.Explain(images, Target.ArgMax);
        using var actual = smooth.Explain(images, Target.ArgMax);
        PassTesting.Close(expected.Map, actual.Map, Exact);
    }

    [Fact]
    public void The_range_of_another_image_of_the_batch_does_not_change_the_noise()
    {
        using var scope = NewDisposeScope();
        using var network = Make("sigmoid");
        var images = SmallNetworks.Images(3, 2);
        var wide = cat([images.narrow(0, 0, 1), images.narrow(0, 1, 1) * 50]);
        using var method = AttributionMethods.Create("smooth-fullgrad:samples=3", network);
        using var expected = method.Explain(images, Target.Class(1));
        using var actual = method.Explain(wide, Target.Class(1));
        PassTesting.Close(expected.Map[0], actual.Map[0], Exact);
    }

    private static IEnumerable<Tensor> Copies(Tensor image, double noise, long seed)
    {
        var range = image.max().ToDouble() - image.min().ToDouble();
        return Enumerable.Range(0, Samples).Select(k => image + SharedNoise.Normal(image, seed, k) * (noise * range));
    }

    private static Network Make(string nonlinearity) => SmallNetworks.Convolutional(21, () => nonlinearity == "relu" ? new Relu() : new Sigmoid());
}
