using CsCheck;
using Salience.Evaluation.Statistics;

namespace Salience.Tests.Evaluation.Statistics;

public sealed class SignedRankTestTests
{
    [Fact]
    public void The_example_of_SciPy_has_its_p_value()
    {
        // scipy.stats.wilcoxon's documentation (differences in height of plants): statistic 24, p = 0.041259765625.
        double[] differences = [6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75];
        var test = SignedRankTest.Of(differences, new double[differences.Length]);
        Assert.Equal((15, 96.0, 24.0), (test.Differences, test.PositiveRanks, test.NegativeRanks));
        Assert.Equal(0.041259765625, test.PValue);
        Assert.Equal(72.0 / 120, test.RankBiserial);
    }

    [Fact]
    public void With_ties_and_zeros_the_p_value_is_that_of_all_assignments_of_signs() =>
        Gen.Int[-3, 3].Array[1, 10].Sample(values =>
        {
            var test = SignedRankTest.Of([.. values.Select(v => (double)v)], new double[values.Length]);
            var magnitudes = values.Where(v => v != 0).Select(v => Math.Abs(v)).ToArray();
            // The mean rank by its definition: how many are smaller, and half of those that are equal.
            var ranks = magnitudes.Select(m => magnitudes.Count(o => o < m) + (magnitudes.Count(o => o == m) + 1) / 2.0).ToArray();
            var positive = values.Where(v => v != 0).Select((v, i) => v > 0 ? ranks[i] : 0).Sum();
            var middle = ranks.Sum() / 2;
            var extreme = Enumerable.Range(0, 1 << ranks.Length).Count(signs =>
                Math.Abs(ranks.Where((_, i) => (signs >> i & 1) == 1).Sum() - middle) >= Math.Abs(positive - middle));
            Assert.Equal(positive, test.PositiveRanks);
            Assert.Equal(ranks.Sum() - positive, test.NegativeRanks);
            Assert.Equal(ranks.Length == 0 ? 1 : Math.Min(1, extreme / (double)(1 << ranks.Length)), test.PValue, 12);
        });

    [Fact]
    public void Many_pairs_get_the_normal_approximation_with_its_correction_for_ties()
    {
        // 60 differences: 40 of +1, 20 of −2. Ranks 20.5 and 50.5; W₊ = 820, mean 915, variance 60·61·121/24 − (40³−40 + 20³−20)/48 = 16952.5.
        double[] differences = [.. Enumerable.Repeat(1.0, 40), .. Enumerable.Repeat(-2.0, 20)];
        var test = SignedRankTest.Of(differences, new double[60]);
        Assert.Equal((820.0, 1010.0), (test.PositiveRanks, test.NegativeRanks));
        var z = (820 - 915) / Math.Sqrt(60.0 * 61 * 121 / 24 - (64000 - 40 + 8000 - 20) / 48.0);
        Assert.Equal(2 * NormalTail(Math.Abs(z)), test.PValue, 1e-9);
    }

    [Fact]
    public void The_exact_p_value_of_50_pairs_is_near_the_normal_approximation()
    {
        double[] differences = [.. Enumerable.Range(1, 50).Select(i => i * 7 % 5 < 2 ? -i : (double)i)];
        var test = SignedRankTest.Of(differences, new double[50]);
        var z = Math.Abs(test.PositiveRanks - 50 * 51 / 4.0) / Math.Sqrt(50.0 * 51 * 101 / 24);
        Assert.InRange(test.PValue, 0.01, 0.5);
        Assert.Equal(1, 2 * NormalTail(z) / test.PValue, 0.03);
    }

    [Fact]
    public void Equal_sides_differ_by_chance_alone_and_swapped_sides_turn_the_effect()
    {
        var equal = SignedRankTest.Of([1, 2, 3], [1, 2, 3]);
        Assert.Equal((0, 1.0, 0.0), (equal.Differences, equal.PValue, equal.RankBiserial));
        var (one, other) = (SignedRankTest.Of([3, 5, 1, 9], [1, 2, 2, 2]), SignedRankTest.Of([1, 2, 2, 2], [3, 5, 1, 9]));
        Assert.Equal((one.PValue, one.RankBiserial), (other.PValue, -other.RankBiserial));
        Assert.Throws<ArgumentException>(() => SignedRankTest.Of([1], [1, 2]));
    }

    /// <summary>The normal distribution above z by Simpson's rule.</summary>
    private static double NormalTail(double z)
    {
        const int steps = 20000;
        var width = (12 - z) / steps;
        double Density(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
        var sum = Density(z) + Density(12);
        for (var i = 1; i < steps; i++)
            sum += Density(z + i * width) * (i % 2 == 1 ? 4 : 2);
        return sum * width / 3;
    }
}
