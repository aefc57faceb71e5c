using Salience.Decomposition;
using Salience.Evaluation.Maps;
using Salience.Tests.Evaluation.Experiments;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Maps;

[NoTensorLeaks]
public sealed class ControlMapsTests
{
    [Theory]
    [InlineData("scattered")]
    [InlineData("blobs:width=0.1,seed=4")]
    public void A_map_depends_on_seed_and_item_only(string text)
    {
        using var scope = NewDisposeScope();
        using var network = GlyphNetworks.Small(1);
        using var source = MapSources.Create(text, network);
        using var other = MapSources.Create(text.Contains(':', StringComparison.Ordinal) ? "blobs:width=0.1,seed=5" : "scattered:seed=1", network);
        Tensor Map(MapSource s, params int[] items) => s.Map(new MapRequest(rand(items.Length, 3, 64, 64), Target.ArgMax, items, default));
        var both = Map(source, 3, 9);

        Assert.Equal([2, 1, 64, 64], both.shape);
        Assert.True(both[1].allclose(Map(source, 9)[0], 0, 0));
        Assert.False(both[0].allclose(both[1], 0.1, 0.1));
        Assert.False(both[1].allclose(Map(other, 9)[0], 0.1, 0.1));
    }

    [Fact]
    public void Blobs_are_smooth_where_scattered_maps_are_not()
    {
        using var scope = NewDisposeScope();
        using var network = GlyphNetworks.Small(1);
        double Neighbours(string text)
        {
            using var source = MapSources.Create(text, network);
            var map = source.Map(new MapRequest(zeros(40, 3, 64, 64), Target.ArgMax, [.. Enumerable.Range(0, 40)], default)) - (text == "blobs" ? 0 : 0.5);
            return (map[.., .., ..63] * map[.., .., 1..]).mean().item<float>() / map.square().mean().item<float>();
        }

        // Numbers blurred with deviation σ correlate (a little less at the mirrored edges) by exp(−1/(4σ²)) with their neighbours; σ = 0.05 · 64.
        Assert.Equal(Math.Exp(-1 / (4 * 3.2 * 3.2)), Neighbours("blobs"), 0.02);
        Assert.Equal(0, Neighbours("scattered"), 0.02);
    }

    [Fact]
    public void Wrong_names_and_settings_are_told()
    {
        using var network = GlyphNetworks.Small(1);
        Assert.Contains("no method 'scatered'", Assert.Throws<ArgumentException>(() => MapSources.Create("scatered", network)).Message);
        Assert.Contains("no setting 'size'", Assert.Throws<ArgumentException>(() => MapSources.Create("blobs:size=3", network)).Message);
        Assert.Contains("width=0", Assert.Throws<ArgumentException>(() => MapSources.Create("blobs:width=0", network)).Message);
        Assert.Contains("'width' is no setting", Assert.Throws<ArgumentException>(() => MapSources.Create("blobs:width", network)).Message);
    }
}
