using Salience.Evaluation.Randomness;
using Salience.Evaluation.Statistics;

namespace Salience.Tests.Evaluation.Statistics;

/// <summary>Correlations against recorded and closed values.</summary>
public class RankCorrelationTests
{
    [Fact]
    public void Spearman_with_ties_is_what_scipy_gives()
    {
        // scipy.stats.spearmanr([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]).statistic, from its documentation.
        Assert.Equal(0.8207826816681233, RankCorrelation.Spearman([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]), 1e-15);
    }

    [Fact]
    public void Equal_figures_share_the_mean_of_their_ranks() =>
        Assert.Equal([4, 1.5, 6, 1.5, 4, 4], RankCorrelation.Ranks([3, -1, 7, -1, 3, 3]));

    [Fact]
    public void Without_ties_it_is_the_formula_of_squared_differences()
    {
        var random = new RandomStream(4);
        var (a, b) = (random.Permutation(50).Select(v => (double)v).ToArray(), random.Permutation(50).Select(v => (double)v).ToArray());

        Assert.Equal(1 - 6 * a.Zip(b, (p, q) => (p - q) * (p - q)).Sum() / (50.0 * (50 * 50 - 1)), RankCorrelation.Spearman(a, b), 1e-12);
        Assert.Equal(RankCorrelation.Spearman(a, b), RankCorrelation.Spearman([.. a.Select(Math.Exp)], b), 1e-12);
        Assert.Equal(-1, RankCorrelation.Spearman(a, [.. a.Select(v => -v)]), 1e-12);
    }

    [Fact]
    public void A_list_of_equal_figures_has_no_correlation()
    {
        // A mean of 0.1 a thousand times is not 0.1.
        double[] flat = [.. Enumerable.Repeat(0.1, 1000)];

        Assert.True(double.IsNaN(RankCorrelation.Pearson(flat, [.. Enumerable.Range(0, 1000).Select(i => (double)i)])));
        Assert.True(double.IsNaN(RankCorrelation.Spearman([1, 2, 3], [1, 1, 1])));
        Assert.True(double.IsNaN(RankCorrelation.Pearson([2], [3])) && double.IsNaN(RankCorrelation.Pearson([], [])));
    }

    [Fact]
    public void Lists_of_other_lengths_are_refused() =>
        Assert.Contains("2 and 3 figures", Assert.Throws<ArgumentException>(() => RankCorrelation.Pearson([1, 2], [1, 2, 3])).Message, StringComparison.Ordinal);
}
