using Salience.Attribution;
using Salience.Decomposition;
using Salience.PostProcessing;
using Salience.Tests.Attribution;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.PostProcessing;

[NoTensorLeaks]
public class BlurMatchTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    [InlineData(7.25)]
    public void A_known_blur_is_found_again(double deviation)
    {
        using var scope = NewDisposeScope();
        var map = Noise(3, 40, 31);
        var blurred = BlurMatch.Blur(map, [deviation, deviation, deviation]);

        Assert.All(BlurMatch.Deviations(map, blurred), d => Assert.Equal(deviation, d, 1e-7));
        Assert.True((blurred.sum([1, 2, 3]) - map.sum([1, 2, 3])).abs().max().ToDouble() < 1e-10);
    }

    [Fact]
    public void Blurred_white_noise_is_as_wide_as_its_blur()
    {
        using var scope = NewDisposeScope();
        var blurred = BlurMatch.Blur(Noise(4, 200, 200), [2, 3, 4, 5]);
        // The width of a finite sample; 200² pixels hold some hundred independent ones.
        Assert.All(BlurMatch.Widths(blurred).Zip([2.0, 3, 4, 5]), p => Assert.InRange(p.First / p.Second, 0.9, 1.1));
    }

    [Fact]
    public void Another_map_becomes_as_wide_as_the_one_it_is_matched_to()
    {
        using var scope = NewDisposeScope();
        var like = BlurMatch.Blur(Noise(2, 24, 36, seed: 9).square(), [1.5, 3]);
        var map = Noise(2, 24, 36);
        var matched = BlurMatch.Blur(map, BlurMatch.Deviations(map, like));

        Assert.All(BlurMatch.Widths(matched).Zip(BlurMatch.Widths(like)), p => Assert.Equal(p.Second, p.First, 1e-8));
    }

    [Fact]
    public void The_blur_is_a_gaussian_with_mirrored_edges()
    {
        using var scope = NewDisposeScope();
        var map = Noise(1, 9, 12);
        var expected = zeros([9, 12], ScalarType.Float64);
        for (var i = 0; i < 9; i++)
        {
            for (var j = 0; j < 12; j++)
            {
                for (var r = -12; r <= 12; r++)
                {
                    for (var c = -12; c <= 12; c++)
                        expected[i, j] += map[0, 0, Mirror(i + r, 9), Mirror(j + c, 12)] * (Math.Exp(-(r * r + c * c) / 4.5) / (4.5 * Math.PI));
                }
            }
        }

        // Sampled and continuous Gaussians of deviation 1.5 differ by what exp(−σ²π²/2) lets through.
        Assert.True((expected - BlurMatch.Blur(map, [1.5])[0, 0]).abs().max().ToDouble() < 1e-4);
    }

    [Fact]
    public void Blurring_cannot_sharpen_and_leaves_constants_alone()
    {
        using var scope = NewDisposeScope();
        var (rough, constant) = (Noise(1, 8, 8), full([1, 1, 8, 8], 0.3, ScalarType.Float64));
        var smooth = BlurMatch.Blur(rough, [2]);

        Assert.Equal([0.0], BlurMatch.Deviations(smooth, rough));
        Assert.Equal([0.0], BlurMatch.Deviations(constant, smooth));
        Assert.Equal([0.0], BlurMatch.Deviations(smooth, constant));
        Assert.Equal(double.PositiveInfinity, BlurMatch.Widths(constant)[0]);
        Assert.Throws<ArgumentException>(() => BlurMatch.Deviations(rough, zeros(1, 1, 4, 4)));
        Assert.Throws<ArgumentException>(() => BlurMatch.Blur(rough, [1, 2]));
    }

    [Fact]
    public void The_method_blurs_one_map_until_it_is_like_another()
    {
        using var scope = NewDisposeScope();
        using var network = MethodNetworks.Make("smooth");
        using var method = AttributionMethods.Create("blur-matched:of=saliency,like=grad-cam", network);
        using var model = AttributionMethods.Create("grad-cam", network);
        using var explanation = (BlurMatchedExplanation)method.Explain(MethodNetworks.Images("smooth", 2), Target.Class(1));
        using var like = model.Explain(MethodNetworks.Images("smooth", 2), Target.Class(1));

        Assert.All(explanation.Deviations, d => Assert.True(d > 0));
        Assert.All(BlurMatch.Widths(explanation.Map).Zip(BlurMatch.Widths(like.Map)), p => Assert.Equal(p.Second, p.First, 1e-6));
        Assert.Throws<ArgumentException>(() => AttributionMethods.Create("blur-matched:of=blur-matched", network));
        Assert.Throws<ArgumentException>(() => AttributionMethods.Create("blur-matched:of=nothing", network));
    }

    private static int Mirror(int i, int size)
    {
        var m = ((i % (2 * size)) + 2 * size) % (2 * size);
        return m < size ? m : 2 * size - 1 - m;
    }

    private static Tensor Noise(int count, int height, int width, int seed = 1)
    {
        using var generator = new Generator((ulong)seed);
        return randn([count, 1, height, width], ScalarType.Float64, generator: generator);
    }
}
