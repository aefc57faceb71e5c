using Salience.Evaluation.Experiments.Robustness;
using Salience.Evaluation.Randomness;

namespace Salience.Tests.Evaluation.Experiments.Robustness;

public sealed class InfidelityTests
{
    private static readonly double[] Drops = [3, -1, 0.5, 2];

    [Fact]
    public void What_tells_every_drop_has_0_what_says_nothing_1_and_the_opposite_1_at_the_best_scale()
    {
        Assert.Equal(0, Infidelity.InUnits(Drops, Drops));
        Assert.Equal(0, Infidelity.Scaled([.. Drops.Select(d => 7 * d)], Drops), 1e-14);
        Assert.Equal(1, Infidelity.InUnits(new double[4], Drops));
        Assert.Equal(1, Infidelity.Scaled(new double[4], Drops));
        Assert.Equal(1, Infidelity.Scaled([.. Drops.Select(d => -d)], Drops));
        Assert.Equal(4, Infidelity.InUnits([.. Drops.Select(d => -d)], Drops), 1e-14);
    }

    [Fact]
    public void Where_nothing_changes_the_output_there_is_no_figure()
    {
        Assert.Equal(double.NaN, Infidelity.Scaled([1, 2], [0, 0]));
        Assert.Equal(double.NaN, Infidelity.InUnits([1, 2], [0, 0]));
    }

    [Fact]
    public void The_scale_is_the_best_of_all_that_are_not_negative()
    {
        var random = new RandomStream(2);
        for (var trial = 0; trial < 50; trial++)
        {
            double[] sums = [.. Enumerable.Range(0, 6).Select(_ => random.NextNormal())], drops = [.. sums.Select(s => s * (trial % 3 - 1) + random.NextNormal())];
            var best = Enumerable.Range(0, 40_001).Min(k => sums.Zip(drops, (s, d) => Math.Pow(k / 1000.0 * s - d, 2)).Sum() / drops.Sum(d => d * d));
            Assert.Equal(best, Infidelity.Scaled(sums, drops), 1e-5);
            Assert.True(Infidelity.Scaled(sums, drops) <= Infidelity.InUnits(sums, drops) + 1e-12);
        }
    }

    [Fact]
    public void A_closed_form_with_one_square_missed()
    {
        // β = (1 + 4) / (1 + 4 + 4) of sums (1, 2, 2) and drops (1, 2, 0): 1 − (Σsd)² / (Σs²·Σd²).
        Assert.Equal(1 - 25.0 / (9 * 5), Infidelity.Scaled([1, 2, 2], [1, 2, 0]), 1e-15);
    }
}
