using Salience.Evaluation.MapSimilarity;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.MapSimilarity;

/// <summary>HOG on maps whose descriptor can be told by hand.</summary>
[NoTensorLeaks]
public class OrientedGradientsTests
{
    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(0, 1, 4)]
    [InlineData(1, 1, 2)]
    [InlineData(-1, 1, 6)]
    [InlineData(-1, 0, 0)]
    [InlineData(-1, -1, 2)]
    public void A_ramp_has_one_orientation(int dx, int dy, int orientation)
    {
        using var scope = NewDisposeScope();
        var ramp = arange(24, ScalarType.Float64).view(1, 1, 1, 24) * dx + arange(24, ScalarType.Float64).view(1, 1, 24, 1) * dy;

        var descriptor = OrientedGradients.Of(ramp, cell: 8)[0];

        // Nine cells in one block. The border pixels see one direction at most, so only the middle cell is pure.
        Assert.Equal(81, descriptor.Length);
        var middle = descriptor.AsSpan(4 * 9, 9).ToArray();
        Assert.All(Enumerable.Range(0, 9), o => Assert.Equal(o == orientation, middle[o] > 0));
    }

    [Fact]
    public void Cells_count_magnitudes_and_blocks_are_cut_and_normalised_twice()
    {
        using var scope = NewDisposeScope();
        double[] values = [3, -1, 4, 1, -5, 9, -2, 6, 5, 3, -5, 8, 9, 7, -9, 3];
        var map = tensor(values).view(1, 1, 4, 4);
        double[] DyDx(int y, int x)
        {
            double V(int i, int j) => values[4 * i + j];
            return [y is > 0 and < 3 ? V(y + 1, x) - V(y - 1, x) : 0, x is > 0 and < 3 ? V(y, x + 1) - V(y, x - 1) : 0];
        }

        var histogram = new double[36];
        for (var y = 0; y < 4; y++)
        {
            for (var x = 0; x < 4; x++)
            {
                var d = DyDx(y, x);
                var degrees = (Math.Atan2(d[0], d[1]) * 180 / Math.PI + 360) % 180;
                histogram[((y / 2) * 2 + x / 2) * 9 + (int)(degrees / 20)] += Math.Sqrt(d[0] * d[0] + d[1] * d[1]) / 4;
            }
        }

        double[] Normalized(double[] v) => [.. v.Select(e => e / Math.Sqrt(v.Sum(u => u * u) + 1e-10))];
        var expected = Normalized([.. Normalized(histogram).Select(v => Math.Min(v, 0.2))]);

        var found = OrientedGradients.Of(map, cell: 2)[0];

        Assert.Equal(36, found.Length);
        Assert.True(histogram.Count(v => v > 0) > 5);
        for (var i = 0; i < 36; i++)
            Assert.Equal(expected[i], found[i], 1e-12);
    }

    [Fact]
    public void Scale_and_shift_of_a_map_do_not_matter_and_blocks_slide_by_a_cell()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(8);
        var map = randn([2, 1, 40, 33], ScalarType.Float64, generator: generator);

        var found = OrientedGradients.Of(map, cell: 8);

        // 5 × 4 cells, so 3 × 2 blocks of 81 numbers.
        Assert.Equal(6 * 81, found[0].Length);
        Assert.All(found[1].Zip(OrientedGradients.Of(map * 5 + 2, cell: 8)[1]), p => Assert.Equal(p.First, p.Second, 1e-6));
        Assert.Contains("No cell of 64×64 pixels fits a map of 40×33", Assert.Throws<ArgumentException>(() => OrientedGradients.Of(map, 64)).Message, StringComparison.Ordinal);
    }
}
