using Salience.Evaluation.Statistics;

namespace Salience.Tests.Evaluation.Statistics;

/// <summary>The share of the largest figures that two lists have in common.</summary>
public class TopOverlapTests
{
    [Theory]
    [InlineData(new double[] { 9, 8, 1, 2 }, new double[] { 9, 8, 1, 2 }, 0.5, 1)]
    [InlineData(new double[] { 9, 8, 1, 2 }, new double[] { 1, 2, 9, 8 }, 0.5, 0)]
    [InlineData(new double[] { 9, 8, 1, 2 }, new double[] { 1, 8, 9, 2 }, 0.5, 0.5)]
    [InlineData(new double[] { 9, 8, 1, 2 }, new double[] { 9, 1, 1, 1 }, 0.01, 1)]
    public void It_counts_what_both_have(double[] first, double[] second, double share, double expected) =>
        Assert.Equal(expected, TopOverlap.Of(first, second, share), 1e-12);

    [Fact]
    public void Ties_at_the_border_count_as_if_broken_at_random()
    {
        // Two of three equal figures belong to the first list's top two: each with chance 2/3; the second's top two are certain.
        Assert.Equal((2.0 / 3 + 2.0 / 3) / 2, TopOverlap.Of([5, 5, 5, 0], [9, 8, 1, 2], 0.5), 1e-12);
        // A flat list knows nothing: the share itself.
        Assert.Equal(0.25, TopOverlap.Of([1, 1, 1, 1, 1, 1, 1, 1], [8, 7, 6, 5, 4, 3, 2, 1], 0.25), 1e-12);
    }

    [Fact]
    public void Shares_and_lists_without_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TopOverlap.Of([1], [1], 0));
        Assert.Contains("1 and 2 figures", Assert.Throws<ArgumentException>(() => TopOverlap.Of([1], [1, 2])).Message, StringComparison.Ordinal);
    }
}
