using Salience.Attribution;
using Salience.Decomposition;
using Salience.Networks;
using Salience.Operators;
using Salience.PostProcessing;
using Salience.Tests.Decomposition;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.PostProcessing;

[NoTensorLeaks]
public class BackProjectionTests
{
    [Fact]
    public void The_bias_of_a_linear_layer_goes_where_its_inputs_come_from_in_proportion_to_their_size()
    {
        using var scope = NewDisposeScope();
        var (weight, bias) = (tensor(new[,] { { 2.0, -1 }, { 0.5, 3 }, { -1, 0 } }), tensor(new[] { 0.7, -0.4 }));
        using var network = MeanAndLinear(weight, bias);
        var x = SmallNetworks.Images(4, 2, 3, 5);
        for (var c = 0; c < 2; c++)
        {
            using var map = Difference(network, x, c);
            // f_c = Σ_k w_kc mean(x_k) + b_c: a pixel's share of b_c is that of Σ_k |w_kc x_k|.
            var sizes = (x * weight.select(1, c).view(1, 3, 1, 1)).abs();
            var expected = bias[c] * sizes.sum(1, keepdim: true) / sizes.sum([1, 2, 3], keepdim: true);
            Assert.True((expected - map).abs().max().ToDouble() < 1e-14);
        }
    }

    [Fact]
    public void What_no_relevance_reaches_is_spread_evenly()
    {
        using var scope = NewDisposeScope();
        using var network = MeanAndLinear(zeros([3, 2], ScalarType.Float64), tensor(new[] { 0.7, -0.4 }));
        using var map = Difference(network, SmallNetworks.Images(4, 2, 3, 5), 0);
        Assert.True((map - 0.7 / 15).abs().max().ToDouble() < 1e-15);
    }

    [Fact]
    public void Two_branches_divide_an_amount_by_their_relevance()
    {
        using var scope = NewDisposeScope();
        var b = new NetworkBuilder();
        var x = b.AddInput("x", ScalarType.Float64, null, 1, null, null);
        var both = b.Add("both", new Concat(1), b.Add("mean", new GlobalAveragePool(), x), b.Add("max", new GlobalMaxPool(), x));
        var weight = b.AddParameter("w", tensor(new[,] { { 1.0 }, { 1.0 } }));
        using var network = b.Build(b.Add("fc", new Gemm(), b.Add("flat", new Flatten(1), both), weight, b.AddParameter("c", tensor(new[] { 1.0 }))));
        // Mean 2, largest value 5: 7 in all. The mean comes from all pixels by size, the largest value from its own.
        var image = tensor(new[] { 1.0, 2, 0, 5 }).view(1, 1, 2, 2);
        using var map = Difference(network, image, 0);
        Assert.True((map.reshape(-1) - tensor(new[] { 0.25 / 7, 0.5 / 7, 0, (1.25 + 5) / 7 })).abs().max().ToDouble() < 1e-14);
    }

    private static Tensor Difference(Network network, Tensor x, int c)
    {
        using var with = new FullGrad(network, new FullGradSettings(Presets.Complete));
        using var without = new FullGrad(network, new FullGradSettings(Presets.Complete, Global: GlobalRule.Drop));
        using var full = with.Explain(x, Target.Class(c));
        using var dropped = without.Explain(x, Target.Class(c));
        return full.Map - dropped.Map;
    }

    private static Network MeanAndLinear(Tensor weight, Tensor bias)
    {
        var b = new NetworkBuilder();
        var x = b.AddInput("x", ScalarType.Float64, null, 3, null, null);
        var flat = b.Add("flat", new Flatten(1), b.Add("mean", new GlobalAveragePool(), x));
        return b.Build(b.Add("fc", new Gemm(), flat, b.AddParameter("w", weight.clone()), b.AddParameter("b", bias.clone())));
    }
}
