using Salience.PostProcessing;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.PostProcessing;

[NoTensorLeaks]
public class UpsamplingStageTests
{
    [Theory]
    [InlineData(3, 4, 11, 9)]
    [InlineData(1, 1, 6, 5)]
    [InlineData(7, 2, 8, 2)]
    [InlineData(12, 9, 5, 4)]
    [InlineData(4, 4, 4, 4)]
    public void Every_location_keeps_its_sum_when_sums_are_to_be_kept(int h, int w, int height, int width)
    {
        using var scope = NewDisposeScope();
        // One map for each location, 1 there and 0 elsewhere.
        var maps = eye(h * w, dtype: ScalarType.Float64).view(h * w, 1, h, w);
        var spread = UpsamplingStage.Apply(maps, height, width, UpsamplingRule.SumPreserving);

        Assert.Equal([h * w, 1, height, width], spread.shape);
        Assert.True((spread.sum([1, 2, 3]) - 1).abs().max().ToDouble() < 1e-14);
        Assert.True(spread.amin().ToDouble() >= 0);
    }

    [Fact]
    public void Sums_are_kept_by_shares_of_the_bilinear_weights()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var map = randn([1, 1, 3, 4], ScalarType.Float64, generator: generator);
        var spread = UpsamplingStage.Apply(map, 12, 8, UpsamplingRule.SumPreserving);
        var expected = zeros_like(spread);
        for (var i = 0; i < 12; i++)
        {
            using var location = zeros_like(map);
            location[0, 0, i / 4, i % 4] = tensor(1.0);
            var weights = UpsamplingStage.Bilinear(location, 12, 8, alignCorners: false);
            expected = expected + map[0, 0, i / 4, i % 4] * weights / weights.sum();
        }

        Assert.True((expected - spread).abs().max().ToDouble() < 1e-14);
    }

    [Theory]
    [InlineData(3, 4, 7, 9)]
    [InlineData(5, 6, 2, 3)]
    public void The_nearest_location_is_the_one_in_whose_cell_a_pixel_has_its_centre(int h, int w, int height, int width)
    {
        using var scope = NewDisposeScope();
        var map = arange(h * w, ScalarType.Float64).view(1, 1, h, w);
        var nearest = UpsamplingStage.Apply(map, height, width, UpsamplingRule.Nearest);
        for (var i = 0; i < height; i++)
        {
            for (var j = 0; j < width; j++)
            {
                var (row, column) = ((int)Math.Floor((i + 0.5) * h / height), (int)Math.Floor((j + 0.5) * w / width));
                Assert.Equal(row * w + column, nearest[0, 0, i, j].ToDouble());
            }
        }
    }

    [Fact]
    public void Receptive_fields_need_the_network()
    {
        using var scope = NewDisposeScope();
        var map = zeros(1, 1, 2, 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => UpsamplingStage.Apply(map, 4, 4, UpsamplingRule.ReceptiveField));
    }
}
