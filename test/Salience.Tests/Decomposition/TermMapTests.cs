using Salience.Decomposition;
using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Decomposition;

/// <summary>A bias term as a map at its own resolution.</summary>
[NoTensorLeaks]
public class TermMapTests
{
    /// <summary>Rounding of a sum of some hundred terms in float64.</summary>
    private const double Tolerance = 1e-10;

    [Fact]
    public void A_term_of_channels_is_summed_over_them_with_or_without_signs()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Relu());
        using var result = FullGradient.Decompose(network, SmallNetworks.Images(2, 3), Target.Class(0));
        var term = result.Terms.Single(t => t.Term.Node == "conv3");

        Assert.Equal([3, 1, 6, 5], term.Map()!.shape);
        Assert.True(term.Map()!.allclose(term.Product().abs().sum(1, keepdim: true)));
        Assert.True(term.Map(signed: true)!.allclose(term.Product().sum(1, keepdim: true)));
    }

    [Fact]
    public void A_term_without_a_place_has_no_map()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Relu());
        using var result = FullGradient.Decompose(network, SmallNetworks.Images(2, 1), Target.Class(0));

        Assert.Equal(["fc"], result.Terms.Where(t => t.Map() is null).Select(t => t.Term.Node));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_maps_of_a_transformer_hold_everything_but_what_no_picture_can_show(bool sequenceFirst)
    {
        using var scope = NewDisposeScope();
        using var network = TokenNetworks.Transformer(4, 6, sequenceFirst);
        using var result = FullGradient.Decompose(network, SmallNetworks.Images(3, 2, 8, 12), Target.Class(1));
        var account = result.Completeness;
        var maps = result.Terms.Select(t => t.Map(signed: true)).OfType<Tensor>().ToList();

        Assert.All(maps, map => Assert.Equal([2, 1, 4, 6], map.shape));
        for (var i = 0; i < 2; i++)
        {
            var shown = maps.Sum(map => map[i].sum().ToDouble());
            Assert.Equal(account.Sums[i] - account.AbsentFromPicture[i], account.InputTerms[i] + shown, Tolerance);
            Assert.NotEqual(0, account.AbsentFromPicture[i]);
        }
    }
}
