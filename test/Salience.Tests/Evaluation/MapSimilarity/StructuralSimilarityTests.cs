using Salience.Evaluation.MapSimilarity;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.MapSimilarity;

/// <summary>SSIM against its definition, place by place, and closed forms.</summary>
[NoTensorLeaks]
public class StructuralSimilarityTests
{
    private const double C1 = 0.0001;
    private const double C2 = 0.0009;

    [Fact]
    public void It_is_the_mean_of_the_definition_over_all_windows_inside()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var first = rand([2, 1, 14, 17], ScalarType.Float64, generator: generator);
        var second = (first + 0.3 * randn([2, 1, 14, 17], ScalarType.Float64, generator: generator)).clamp(0, 1);

        var found = StructuralSimilarity.Of(first, second);

        for (var n = 0; n < 2; n++)
            Assert.Equal(Literal(first[n, 0], second[n, 0]), found[n], 1e-12);
    }

    [Fact]
    public void Equal_maps_give_one_and_flat_maps_the_term_of_the_means()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(4);
        var map = rand([1, 1, 20, 20], ScalarType.Float32, generator: generator);

        Assert.Equal(1, StructuralSimilarity.Of(map, map)[0], 1e-9);
        Assert.Equal(
            (2 * 0.2 * 0.9 + C1) / (0.04 + 0.81 + C1),
            StructuralSimilarity.Of(full([1, 1, 12, 12], 0.2, ScalarType.Float64), full([1, 1, 12, 12], 0.9, ScalarType.Float64))[0],
            1e-9);
    }

    [Fact]
    public void A_map_and_its_mirror_image_in_value_are_dissimilar_and_the_range_scales_out()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        var map = 0.5 + 0.2 * randn([1, 1, 24, 24], ScalarType.Float64, generator: generator);

        Assert.True(StructuralSimilarity.Of(map, 1 - map)[0] < -0.5);
        Assert.Equal(StructuralSimilarity.Of(map, map.square())[0], StructuralSimilarity.Of(map * 7, map.square() * 7, range: 7)[0], 1e-12);
    }

    [Fact]
    public void Maps_below_the_window_and_other_shapes_are_refused()
    {
        using var scope = NewDisposeScope();

        Assert.Contains("at least 11×11, not 10×30", Assert.Throws<ArgumentException>(() => StructuralSimilarity.Of(zeros(1, 1, 10, 30), zeros(1, 1, 10, 30))).Message, StringComparison.Ordinal);
        Assert.Contains("(1, 1, 12, 12) and (2, 1, 12, 12)", Assert.Throws<ArgumentException>(() => StructuralSimilarity.Of(zeros(1, 1, 12, 12), zeros(2, 1, 12, 12))).Message, StringComparison.Ordinal);
        Assert.Contains("(N, 1, H, W), not (12, 12)", Assert.Throws<ArgumentException>(() => StructuralSimilarity.Of(zeros(12, 12), zeros(12, 12))).Message, StringComparison.Ordinal);
    }

    /// <summary>Wang et al. 2004, equation 13, with weighted sample covariances, one window after the other.</summary>
    private static double Literal(Tensor a, Tensor b)
    {
        var (h, w) = ((int)a.shape[0], (int)a.shape[1]);
        var weights = new double[11, 11];
        var total = 0.0;
        for (var i = 0; i < 11; i++)
        {
            for (var j = 0; j < 11; j++)
                total += weights[i, j] = Math.Exp(-((i - 5) * (i - 5) + (j - 5) * (j - 5)) / 4.5);
        }

        var (sum, count) = (0.0, 0);
        for (var y = 0; y + 11 <= h; y++)
        {
            for (var x = 0; x + 11 <= w; x++)
            {
                double ma = 0, mb = 0, aa = 0, bb = 0, ab = 0;
                for (var i = 0; i < 11; i++)
                {
                    for (var j = 0; j < 11; j++)
                    {
                        var (p, q, g) = (a[y + i, x + j].ToDouble(), b[y + i, x + j].ToDouble(), weights[i, j] / total);
                        (ma, mb, aa, bb, ab) = (ma + g * p, mb + g * q, aa + g * p * p, bb + g * q * q, ab + g * p * q);
                    }
                }

                const double sample = 121.0 / 120;
                var (va, vb, cov) = (sample * (aa - ma * ma), sample * (bb - mb * mb), sample * (ab - ma * mb));
                sum += (2 * ma * mb + C1) * (2 * cov + C2) / ((ma * ma + mb * mb + C1) * (va + vb + C2));
                count++;
            }
        }

        return sum / count;
    }
}
