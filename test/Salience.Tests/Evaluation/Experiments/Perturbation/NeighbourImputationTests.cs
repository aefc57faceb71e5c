using Salience.Evaluation.Experiments.Perturbation;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Experiments.Perturbation;

[NoTensorLeaks]
public sealed class NeighbourImputationTests
{
    [Theory]
    [InlineData(0.02)]
    [InlineData(0.5)]
    [InlineData(0.97)]
    public void Every_removed_pixel_is_the_weighted_mean_of_its_neighbours_and_the_others_stay(double share)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        var image = randn([2, 13, 17], ScalarType.Float64, generator: generator);
        var removed = rand([13, 17], ScalarType.Float64, generator: generator) < share;
        var filled = OnePicture.Fill(image, removed);
        for (var c = 0; c < 2; c++)
        {
            for (var y = 0; y < 13; y++)
            {
                for (var x = 0; x < 17; x++)
                {
                    var value = filled[c, y, x].item<double>();
                    if (removed[y, x].item<bool>())
                        Assert.Equal(Mean(filled, c, y, x), value, 2e-3);
                    else
                        Assert.Equal(image[c, y, x].item<double>(), value);
                }
            }
        }
    }

    [Fact]
    public void A_single_pixel_in_a_corner_has_three_neighbours()
    {
        using var scope = NewDisposeScope();
        var image = tensor(new double[] { 9, 1, 2, 3 }).reshape(1, 2, 2);
        var removed = tensor(new[] { true, false, false, false }).reshape(2, 2);
        // (1/6 + 2/6 + 3/12) / (1/6 + 1/6 + 1/12).
        Assert.Equal(1.8, OnePicture.Fill(image, removed)[0, 0, 0].item<double>(), 1e-9);
    }

    [Fact]
    public void A_large_hole_in_a_plane_is_filled_with_the_plane()
    {
        using var scope = NewDisposeScope();
        var plane = (arange(40, ScalarType.Float64).reshape(40, 1) * 0.1 + arange(48, ScalarType.Float64) * 0.05).unsqueeze(0);
        var removed = zeros([40, 48], ScalarType.Bool);
        removed[3..36, 4..44] = true;
        var filled = OnePicture.Fill(plane, removed);
        Assert.True((filled - plane).abs().max().item<double>() < 0.02);
    }

    [Fact]
    public void Nothing_removed_changes_nothing_and_everything_removed_leaves_nothing()
    {
        using var scope = NewDisposeScope();
        var image = rand(3, 6, 5);
        Assert.True(OnePicture.Fill(image, zeros([6, 5], ScalarType.Bool)).allclose(image, 0, 0));
        Assert.True(OnePicture.Fill(image, ones([6, 5], ScalarType.Bool)).allclose(zeros_like(image), 0, 0));
    }

    private static double Mean(Tensor image, int c, int y, int x)
    {
        var (sum, weights) = (0.0, 0.0);
        for (var dy = -1; dy <= 1; dy++)
        {
            for (var dx = -1; dx <= 1; dx++)
            {
                if ((dy, dx) == (0, 0) || y + dy < 0 || x + dx < 0 || y + dy >= image.shape[1] || x + dx >= image.shape[2])
                    continue;
                var weight = dy == 0 || dx == 0 ? 1.0 / 6 : 1.0 / 12;
                (sum, weights) = (sum + weight * image[c, y + dy, x + dx].item<double>(), weights + weight);
            }
        }

        return sum / weights;
    }
}
