using Salience.Evaluation.Randomness;
using Salience.Evaluation.Statistics;

namespace Salience.Tests.Evaluation.Statistics;

public sealed class SampleSummaryTests
{
    [Fact]
    public void Mean_and_median_are_those_of_the_definition()
    {
        var summary = SampleSummary.Of([4, 1, 2, 9], 0);
        Assert.Equal((4, 4.0, 3.0), (summary.Count, summary.Mean, summary.Median));
        Assert.Equal(2, SampleSummary.Of([7, 1, 2], 0).Median);
    }

    [Fact]
    public void A_constant_sample_has_an_interval_without_width()
    {
        var summary = SampleSummary.Of([0.25, 0.25, 0.25], 3);
        Assert.Equal((0.25, 0.25), (summary.Low, summary.High));
    }

    [Fact]
    public void Quantiles_are_those_of_NumPy()
    {
        // numpy.quantile([1, 2, 4, 8, 16], q), type 7: position q·(n − 1).
        double[] sorted = [1, 2, 4, 8, 16];
        Assert.Equal(1.2, SampleSummary.Quantile(sorted, 0.05), 12);
        Assert.Equal(2, SampleSummary.Quantile(sorted, 0.25), 12);
        Assert.Equal(14.4, SampleSummary.Quantile(sorted, 0.95), 12);
        Assert.Equal(16, SampleSummary.Quantile(sorted, 1), 12);
    }

    [Fact]
    public void Of_a_few_figures_the_interval_is_that_of_all_resamples_there_are()
    {
        // scipy.stats.bootstrap(method="percentile") with ever more resamples tends to the quantiles of the 4⁴ equally likely ones.
        double[] values = [1, 2, 4, 8];
        double[] all = [.. (from a in values from b in values from c in values from d in values select (a + b + c + d) / 4).Order()];
        Assert.Equal(256, all.Length);

        var summary = SampleSummary.Of(values, 3, 100_000);

        // Both ends lie within a step of the distribution, where sampling does not move them.
        Assert.Equal(all[(int)(0.025 * 256)], summary.Low, 1e-12);
        Assert.Equal(all[(int)(0.975 * 256)], summary.High, 1e-12);
    }

    [Fact]
    public void For_many_figures_the_interval_is_that_of_the_normal_distribution()
    {
        var random = new RandomStream(5);
        var values = Enumerable.Range(0, 2000).Select(_ => 3 + random.NextNormal()).ToArray();
        var summary = SampleSummary.Of(values, 1);

        // Half width 1.96/√n = 0.0438; 2,000 resamples know it to about 3 %.
        Assert.Equal(summary.Mean - 0.0438, summary.Low, 0.006);
        Assert.Equal(summary.Mean + 0.0438, summary.High, 0.006);
    }

    [Fact]
    public void Equal_seeds_give_equal_intervals_and_others_do_not()
    {
        double[] values = [1, 5, 2, 8, 3, 9, 4];
        Assert.Equal(SampleSummary.Of(values, 4), SampleSummary.Of(values, 4));
        Assert.NotEqual(SampleSummary.Of(values, 4, 50), SampleSummary.Of(values, 5, 50));
    }

    [Fact]
    public void Empty_samples_and_figures_that_are_none_are_refused()
    {
        Assert.Contains("at least one", Assert.Throws<ArgumentException>(() => SampleSummary.Of([], 0)).Message);
        Assert.Contains("Figure 1", Assert.Throws<ArgumentException>(() => SampleSummary.Of([1, double.NaN], 0)).Message);
    }
}
