using Salience.Evaluation.Experiments.Perturbation;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Experiments.Perturbation;

[NoTensorLeaks]
public sealed class NeighbourImputationBatchTests
{
    // The residual's own rounding comes on top of the tolerance.
    private const double Rounding = 1.01;

    [Theory]
    [InlineData(ScalarType.Float32, 3, 48, 37)]
    [InlineData(ScalarType.Float64, 3, 37, 48)]
    [InlineData(ScalarType.Float32, 1, 28, 28)]
    public void Every_picture_and_mask_is_solved_to_the_tolerance(ScalarType type, int channels, int height, int width)
    {
        using var scope = NewDisposeScope();
        var (images, removed) = Pictures(type, channels, height, width);
        var filled = NeighbourImputation.FillAll(images, removed);
        Assert.Equal(type, filled.dtype);
        for (var n = 0; n < images.shape[0]; n++)
        {
            for (var k = 0; k < removed.shape[1]; k++)
            {
                var mask = removed[n, k, 0].flatten().data<bool>().ToArray();
                for (var c = 0; c < channels; c++)
                {
                    var values = filled[n, k, c].to_type(ScalarType.Float64).flatten().data<double>().ToArray();
                    Assert.InRange(DenseImputation.Residual(values, mask, height, width), 0, NeighbourImputation.Tolerance * Rounding);
                }

                Assert.True(where(removed[n, k], filled[n, k], images[n]).equal(filled[n, k]).all().item<bool>());
            }
        }
    }

    [Fact]
    public void The_result_is_near_that_of_elimination()
    {
        using var scope = NewDisposeScope();
        var (images, removed) = Pictures(ScalarType.Float32, 1, 20, 24);
        var filled = NeighbourImputation.FillAll(images, removed);
        for (var k = 0; k < removed.shape[1]; k++)
        {
            var expected = DenseImputation.Fill([.. images[0, 0].flatten().data<float>().ToArray().Select(v => (double)v)], removed[0, k, 0].flatten().data<bool>().ToArray(), 20, 24);
            var found = filled[0, k, 0].flatten().data<float>().ToArray();
            // Far below the noise of 1e-2 that the experiment adds.
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 2e-3));
        }
    }

    [Fact]
    public void A_picture_gives_the_same_bits_alone_and_among_others()
    {
        using var scope = NewDisposeScope();
        var (images, removed) = Pictures(ScalarType.Float32, 3, 33, 20);
        var all = NeighbourImputation.FillAll(images, removed);
        for (var n = 0; n < images.shape[0]; n++)
        {
            for (var k = 0; k < removed.shape[1]; k++)
                Assert.True(OnePicture.Fill(images[n], removed[n, k, 0]).equal(all[n, k]).all().item<bool>());
        }
    }

    [Fact]
    public void Pictures_in_half_precision_are_filled_in_single()
    {
        using var scope = NewDisposeScope();
        var (images, removed) = Pictures(ScalarType.Float16, 3, 8, 8);
        var filled = NeighbourImputation.FillAll(images, removed);
        Assert.Equal(ScalarType.Float16, filled.dtype);
        Assert.True(filled.equal(NeighbourImputation.FillAll(images.to_type(ScalarType.Float32), removed).to_type(ScalarType.Float16)).all().item<bool>());
    }

    [Fact]
    public void Cancelled_work_says_so()
    {
        using var scope = NewDisposeScope();
        var (images, removed) = Pictures(ScalarType.Float32, 1, 8, 8);
        Assert.Throws<OperationCanceledException>(() => NeighbourImputation.FillAll(images, removed, new CancellationToken(canceled: true)));
    }

    /// <summary>Three pictures of noise; masks scattered, in blobs, and about a corner, from few pixels to nearly all.</summary>
    private static (Tensor Images, Tensor Removed) Pictures(ScalarType type, int channels, int height, int width)
    {
        using var generator = new Generator(11);
        var images = randn([3, channels, height, width], ScalarType.Float32, generator: generator).to_type(type);
        var noise = rand([3, 1, height, width], ScalarType.Float32, generator: generator);
        var smooth = nn.functional.avg_pool2d(noise, 7, stride: 1, padding: 3);
        var corner = (arange(height).reshape(-1, 1) + arange(width)).to_type(ScalarType.Float32).expand(3, 1, height, width);
        var masks = new List<Tensor>();
        foreach (var share in new[] { 0.01, 0.2, 0.6, 0.95 })
        {
            foreach (var map in new[] { noise, smooth, corner })
                masks.Add(map <= map.flatten(1).quantile(tensor((float)share), 1).reshape(3, 1, 1, 1));
        }

        return (images, stack([.. masks], 1));
    }
}
