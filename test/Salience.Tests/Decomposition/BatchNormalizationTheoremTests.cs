using CsCheck;
using Salience.Decomposition;
using Salience.Networks.Passes;
using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Decomposition;

/// <summary>The decomposition does not see whether batch normalisation is folded into the convolution before it.</summary>
[NoTensorLeaks]
public class BatchNormalizationTheoremTests
{
    private const double Exact = 1e-10;

    [Fact]
    public void Folding_joins_the_terms_of_convolution_and_batch_norm_and_leaves_all_others() =>
        Gen.Select(Gen.Int[0, 100_000], Gen.Bool, Gen.Bool).Sample(
            (seed, smooth, bias) =>
            {
                using var scope = NewDisposeScope();
                using var network = SmallNetworks.Convolutional(seed, () => smooth ? new Swish() : new Relu(), bias);
                using var folded = BatchNormalizationFolding.Apply(network);
                var images = SmallNetworks.Images(seed + 1, 2);
                using var apart = FullGradient.Decompose(network, images, Target.ArgMax, new FullGradientSettings(MergeBatchNorm: false));
                using var joined = FullGradient.Decompose(folded, images, Target.ArgMax);
                // conv1 and bn1 belong together, conv2 and bn2; the folded one is called by the convolution's name.
                var expected = apart.Terms.GroupBy(t => t.Term.Node.Replace("bn", "conv", StringComparison.Ordinal)).ToDictionary(g => g.Key, g => Enumerable.Range(0, 2).Select(i => g.Sum(t => t.Term.Sums[i])).ToArray());

                Assert.Equal(expected.Keys.Order(), joined.Terms.Select(t => t.Term.Node).Order());
                foreach (var term in joined.Terms)
                    Assert.All([0, 1], i => Assert.InRange(term.Term.Sums[i], expected[term.Term.Node][i] - Exact, expected[term.Term.Node][i] + Exact));
                Assert.True((apart.InputGradient - joined.InputGradient).abs().max().ToDouble() < Exact);
            },
            iter: 10);
}
