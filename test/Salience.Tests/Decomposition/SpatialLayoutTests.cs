using Salience.Decomposition;
using Salience.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Decomposition;

/// <summary>Where the values of networks with tokens belong on the picture.</summary>
[NoTensorLeaks]
public class SpatialLayoutTests
{
    [Fact]
    public void A_convolutional_network_is_answered_without_a_run()
    {
        using var scope = NewDisposeScope();
        using var plain = SmallNetworks.Convolutional(1, () => new Salience.Operators.Relu());
        using var shuffled = TokenNetworks.ChannelShuffle();
        foreach (var network in new[] { plain, shuffled })
        {
            var layout = SpatialLayout.Of(network, [3, 3, 6, 6]);
            Assert.False(layout.HasTokens);
            Assert.Equal(new Placement.Nchw(), layout.For(network.Nodes[0].Outputs[0], 4));
            Assert.Equal(new Placement.Global(), layout.For(network.Outputs[0], 2));
        }
    }

    [Fact]
    public void A_layout_is_found_once_for_a_network_and_a_shape()
    {
        using var scope = NewDisposeScope();
        using var network = TokenNetworks.Transformer(4, 3);
        using var other = TokenNetworks.Transformer(4, 3);
        var first = SpatialLayoutCache.Get(network, [2, 3, 8, 6], null);
        Assert.Same(first, SpatialLayoutCache.Get(network, [2, 3, 8, 6], null));
        Assert.NotSame(first, SpatialLayoutCache.Get(network, [1, 3, 8, 6], null));
        Assert.NotSame(first, SpatialLayoutCache.Get(other, [2, 3, 8, 6], null));
    }

    [Theory]
    [InlineData("patch", false)]
    [InlineData("joined", false)]
    [InlineData("embedded", false)]
    [InlineData("norm", false)]
    [InlineData("q", false)]
    [InlineData("q", true)]
    [InlineData("v", true)]
    public void A_patch_of_a_transformer_changes_exactly_the_elements_placed_on_it(string value, bool sequenceFirst)
    {
        using var network = TokenNetworks.Transformer(4, 3, sequenceFirst);
        Perturbation.AssertPlaced(network, value, [3, 3, 8, 6], 4, 3);
    }

    [Theory]
    [InlineData("last")]
    [InlineData("norm")]
    [InlineData("windows")]
    [InlineData("up")]
    [InlineData("gelu")]
    [InlineData("sum")]
    public void A_patch_changes_exactly_the_elements_placed_on_it_under_cyclic_shift_and_windows(string value)
    {
        using var network = TokenNetworks.ShiftedWindows(4, 6);
        Perturbation.AssertPlaced(network, value, [2, 3, 8, 12], 4, 6);
    }

    [Theory]
    [InlineData("coarse")]
    [InlineData("end")]
    public void Merging_patches_leads_to_a_coarser_grid(string value)
    {
        using var network = TokenNetworks.ShiftedWindows(4, 6);
        Perturbation.AssertPlaced(network, value, [2, 3, 8, 12], 2, 3);
    }

    [Fact]
    public void Patches_cut_by_reshaping_become_a_grid_where_they_are_embedded()
    {
        using var network = TokenNetworks.CutPatches(4, 3);
        Perturbation.AssertPlaced(network, "gelu", [3, 3, 8, 6], 4, 3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_class_token_has_no_place_and_attention_belongs_to_its_query(bool sequenceFirst)
    {
        using var network = TokenNetworks.Transformer(4, 3, sequenceFirst);
        var layout = SpatialLayout.Of(network, [3, 3, 8, 6]);
        Assert.True(layout.HasTokens);
        var tokens = Assert.IsType<Placement.Grid>(layout.For("embedded", 3));
        Assert.Equal((0, TokenNetworks.Width, 4, 3), (tokens.SampleAxis, tokens.Channels, tokens.Height, tokens.Width));

        // Row-major tokens of Width features each; the first one is the class token.
        Assert.Equal(Enumerable.Range(0, 4 * 12).Select(i => (i % 12 + 1L) * 4 + i / 12), tokens.Index);

        // In attention (N, heads, T, T) a weight belongs to its row, the query; the class token's row to the patches it looks at.
        var weights = Assert.IsType<Placement.Grid>(layout.For("weights", 4));
        Assert.Equal(2 * (13 + 1), weights.Channels);
        var cell = Array.ConvertAll(Enumerable.Range(0, 12).ToArray(), c => weights.Index.Where((_, i) => i % 12 == c).ToHashSet());
        for (var c = 0; c < 12; c++)
        {
            Assert.All(Enumerable.Range(0, 2 * 13), i => Assert.Contains((i / 13 * 13 + c + 1L) * 13 + i % 13, cell[c]));
            Assert.All(Enumerable.Range(0, 2), head => Assert.Contains(head * 169 + c + 1L, cell[c]));
        }

        Assert.Equal(sequenceFirst ? 1 : 0, layout.For("q", 3).SampleAxis);

        // Tokens and images folded into one axis, the images innermost.
        var projected = Assert.IsType<Placement.Grid>(layout.For("projected", 3));
        Assert.Equal((0, sequenceFirst ? 13 : 1), (projected.SampleAxis, projected.Blocks));
        Assert.Equal(new Placement.Global(), layout.For("fc", 2));
    }

    [Fact]
    public void Pooled_values_have_no_place()
    {
        using var network = TokenNetworks.ShiftedWindows(4, 6);
        Assert.Equal(new Placement.Global(), SpatialLayout.Of(network, [2, 3, 8, 12]).For("fc", 2));
        Assert.Equal(new Placement.Nchw(), SpatialLayout.Of(network, [2, 3, 8, 12]).For("patch", 4));
    }

    [Fact]
    public void The_layout_of_one_image_is_that_of_many()
    {
        using var network = TokenNetworks.Transformer(4, 3);
        var one = Assert.IsType<Placement.Grid>(SpatialLayout.Of(network, [1, 3, 8, 6]).For("norm", 3));
        var many = Assert.IsType<Placement.Grid>(SpatialLayout.Of(network, [7, 3, 8, 6]).For("norm", 3));
        Assert.Equal(many.Index, one.Index);
    }

    [Fact]
    public void Values_of_one_layout_share_one_index()
    {
        using var network = TokenNetworks.Transformer(4, 3);
        var layout = SpatialLayout.Of(network, [2, 3, 8, 6]);
        Assert.Same(((Placement.Grid)layout.For("embedded", 3)).Index, ((Placement.Grid)layout.For("norm", 3)).Index);
    }
}
