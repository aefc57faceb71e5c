using Salience.Evaluation.Experiments.Perturbation;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Experiments.Perturbation;

[NoTensorLeaks]
public sealed class HighFrequencyTests
{
    [Fact]
    public void The_Laplacian_is_its_literal_definition()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(2);
        var images = randn([2, 3, 5, 6], ScalarType.Float64, generator: generator);
        var energy = HighFrequency.Laplacian(images);
        for (var n = 0; n < 2; n++)
        {
            double Grey(int y, int x) => Enumerable.Range(0, 3).Average(c => images[n, c, y, x].item<double>());
            var squares = new List<double>();
            for (var y = 1; y < 4; y++)
            {
                for (var x = 1; x < 5; x++)
                    squares.Add(Math.Pow(4 * Grey(y, x) - Grey(y - 1, x) - Grey(y + 1, x) - Grey(y, x - 1) - Grey(y, x + 1), 2));
            }

            Assert.Equal(squares.Average(), energy[n].item<double>(), 1e-12);
        }
    }

    [Theory]
    [InlineData(6, 8)]
    [InlineData(5, 7)]
    public void The_spectral_energy_is_that_of_the_literal_transform(int height, int width)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(9);
        var images = randn([1, 2, height, width], ScalarType.Float64, generator: generator);
        var grey = images.mean([1]).flatten().data<double>().ToArray();
        var expected = 0.0;
        for (var v = 0; v < height; v++)
        {
            for (var u = 0; u < width; u++)
            {
                var (fy, fx) = (Math.Min(v, height - v) / (double)height, Math.Min(u, width - u) / (double)width);
                if (fy * fy + fx * fx <= 0.0625)
                    continue;
                var sum = System.Numerics.Complex.Zero;
                for (var p = 0; p < grey.Length; p++)
                    sum += grey[p] * System.Numerics.Complex.Exp(new System.Numerics.Complex(0, -2 * Math.PI * (v * (p / width) / (double)height + u * (p % width) / (double)width)));
                expected += Math.Pow(sum.Magnitude, 2);
            }
        }

        Assert.Equal(expected / Math.Pow(height * width, 2), HighFrequency.Spectral(images)[0].item<double>(), 1e-12);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(12, 0.5)]
    public void A_wave_counts_with_its_mean_square_above_a_quarter_of_a_cycle_and_not_below(int cycles, double energy)
    {
        using var scope = NewDisposeScope();
        var wave = cos(arange(32, ScalarType.Float64) * (2 * Math.PI * cycles / 32)).expand(1, 1, 32, 32);
        Assert.Equal(energy, HighFrequency.Spectral(wave)[0].item<double>(), 1e-12);
    }
}
