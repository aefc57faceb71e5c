using Salience.Evaluation.MapSimilarity;
using Salience.Evaluation.Statistics;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.MapSimilarity;

/// <summary>Likeness of maps and their entropy.</summary>
[NoTensorLeaks]
public class MapComparisonTests
{
    [Fact]
    public void Sign_counts_in_the_signed_measure_alone_and_scale_in_none()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(11);
        var map = randn([1, 1, 20, 16], ScalarType.Float64, generator: generator);
        var ink = ones_like(map).to_type(ScalarType.Bool);

        var flipped = MapComparison.Of(map, -3 * map, ink)[0];

        Assert.Equal(1, flipped.SpearmanAbsolute, 1e-12);
        Assert.Equal(-1, flipped.SpearmanSigned, 1e-12);
        Assert.Equal(1, flipped.SpearmanInk, 1e-12);
        Assert.Equal(1, flipped.StructuralSimilarity, 1e-12);
        Assert.Equal(1, flipped.OrientedGradients, 1e-12);
    }

    [Fact]
    public void Ink_leaves_out_the_background_that_makes_maps_alike()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(12);
        var ink = rand([1, 1, 20, 20], ScalarType.Float64, generator: generator).lt(0.3);
        var (first, second) = (randn([1, 1, 20, 20], ScalarType.Float64, generator: generator) * ink, randn([1, 1, 20, 20], ScalarType.Float64, generator: generator) * ink);

        var found = MapComparison.Of(first, second, ink)[0];

        var places = ink.flatten().nonzero().flatten();
        double[] On(Tensor m) => m.abs().flatten().index_select(0, places).data<double>().ToArray();
        Assert.Equal(RankCorrelation.Spearman(On(first), On(second)), found.SpearmanInk, 1e-12);
        Assert.True(found.SpearmanAbsolute > 0.7);
        Assert.True(Math.Abs(found.SpearmanInk) < 0.3);
    }

    [Fact]
    public void Broken_and_flat_maps_have_no_figures_where_none_exist()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(13);
        var map = randn([2, 1, 12, 12], ScalarType.Float64, generator: generator);
        var other = map.clone();
        other[0, 0, 3, 3] = double.NaN;
        other[1] = zeros_like(other[1]);

        var found = MapComparison.Of(map, other, ones_like(map).to_type(ScalarType.Bool));

        Assert.True(double.IsNaN(found[0].SpearmanAbsolute) && double.IsNaN(found[0].OrientedGradients));
        Assert.True(double.IsNaN(found[1].SpearmanAbsolute) && double.IsFinite(found[1].StructuralSimilarity));
    }

    [Fact]
    public void The_entropy_is_that_of_equal_bins()
    {
        using var scope = NewDisposeScope();
        var even = arange(400, ScalarType.Float64).view(1, 1, 20, 20);
        var mostly = cat([zeros([1, 1, 1, 3], ScalarType.Float64), ones([1, 1, 1, 1], ScalarType.Float64)], 3);

        Assert.Equal(Math.Log2(100), MapEntropy.Of(even)[0], 1e-12);
        Assert.Equal(-(0.75 * Math.Log2(0.75) + 0.25 * Math.Log2(0.25)), MapEntropy.Of(mostly, bins: 7)[0], 1e-12);
        Assert.Equal(0, MapEntropy.Of(full([1, 1, 2, 2], 5.0, ScalarType.Float64))[0]);
    }
}
