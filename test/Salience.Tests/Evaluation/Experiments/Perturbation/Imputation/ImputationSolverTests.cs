using Salience.Evaluation.Experiments.Perturbation.Imputation;
using Salience.Evaluation.Randomness;

namespace Salience.Tests.Evaluation.Experiments.Perturbation.Imputation;

public sealed class ImputationSolverTests
{
    // Elimination of some hundred unknowns rounds to about 1e-12.
    private const double Exact = 1e-9;

    [Theory]
    [InlineData(16, 16)]
    [InlineData(13, 18)]
    [InlineData(23, 7)]
    [InlineData(1, 40)]
    [InlineData(40, 1)]
    [InlineData(2, 2)]
    [InlineData(2, 31)]
    [InlineData(3, 3)]
    public void Solutions_are_those_of_elimination(int height, int width)
    {
        var random = new RandomStream(7, height, width);
        var solver = new ImputationSolver<double>(height, width);
        var pixels = Enumerable.Range(0, height * width).Select(_ => random.NextNormal()).ToArray();
        foreach (var removed in Masks(height, width, random))
        {
            var filled = new double[pixels.Length];
            solver.Remove(removed);
            solver.Fill(pixels, 1e-13, filled);
            var expected = DenseImputation.Fill(pixels, removed, height, width);
            Assert.All(expected.Zip(filled), pair => Assert.Equal(pair.First, pair.Second, Exact));
        }
    }

    [Fact]
    public void All_but_one_pixel_removed_gives_the_colour_of_that_pixel()
    {
        var solver = new ImputationSolver<double>(17, 12);
        var (removed, filled) = (Enumerable.Repeat(true, 17 * 12).ToArray(), new double[17 * 12]);
        removed[40] = false;
        solver.Remove(removed);
        solver.Fill([.. Enumerable.Range(0, 17 * 12).Select(p => (double)p)], 1e-13, filled);
        Assert.All(filled, value => Assert.Equal(40, value, Exact));
    }

    [Fact]
    public void Removed_pixels_are_not_looked_at()
    {
        var solver = new ImputationSolver<float>(9, 9);
        var (removed, filled) = (new bool[81], new float[81]);
        var pixels = Enumerable.Repeat(0.25f, 81).ToArray();
        (removed[40], pixels[40]) = (true, float.NaN);
        solver.Remove(removed);
        solver.Fill(pixels, 1e-4f, filled);
        Assert.Equal(0.25f, filled[40], 1e-6f);
    }

    [Fact]
    public void A_solver_gives_the_same_bits_whatever_it_solved_before()
    {
        var random = new RandomStream(3);
        var (used, pixels) = (new ImputationSolver<float>(30, 33), Enumerable.Range(0, 30 * 33).Select(_ => (float)random.NextNormal()).ToArray());
        foreach (var removed in Masks(30, 33, random).Reverse())
        {
            var (fresh, first, second) = (new ImputationSolver<float>(30, 33), new float[pixels.Length], new float[pixels.Length]);
            used.Remove(removed);
            used.Fill(pixels, 1e-4f, first);
            fresh.Remove(removed);
            fresh.Fill(pixels, 1e-4f, second);
            Assert.Equal(second, first);
        }
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.9)]
    [InlineData(0.95)]
    public void A_large_picture_takes_as_few_steps_as_a_small_one(double share)
    {
        int Steps(int side)
        {
            var random = new RandomStream(5, side);
            var solver = new ImputationSolver<double>(side, side);
            // A hole as wide as the picture, the worst case without coarse grids.
            var removed = Enumerable.Range(0, side * side).Select(p => p / side < side * share).ToArray();
            solver.Remove(removed);
            return solver.Fill([.. removed.Select(_ => random.NextNormal())], 1e-4, new double[removed.Length]);
        }

        Assert.InRange(Steps(256), 1, Steps(32) + 3);
    }

    /// <summary>Nothing, one pixel, scattered ones, a hole about a corner, all but the last row's first pixel, and one coarse block with a dot in it.</summary>
    private static IEnumerable<bool[]> Masks(int height, int width, RandomStream random)
    {
        bool[] Where(Func<int, int, bool> removed) => [.. Enumerable.Range(0, height * width).Select(p => removed(p / width, p % width))];
        yield return Where((_, _) => false);
        yield return Where((y, x) => (y, x) == (height / 2, width / 2));
        yield return Where((y, x) => (y, x) != (0, 0) && random.NextDouble() < 0.3);
        yield return Where((y, x) => (y, x) != (0, 0) && random.NextDouble() < 0.95);
        yield return Where((y, x) => y + x > 0 && y >= height / 3 && x >= width / 4);
        yield return Where((y, x) => (y, x) != (height - 1, 0));
        yield return Where((y, x) => (y, x) != (0, 0) && (y, x) != (height / 2, width / 2));
    }
}
