using Salience.Evaluation.Comparison;
using Salience.Evaluation.Statistics;

namespace Salience.Tests.Evaluation.Comparison;

public sealed class MapAgreementTests
{
    private static readonly double[] A = [1, 2, 2, 4, 5, 6, 7, 8, 9, 10];
    private static readonly double[] B = [10, 9, 8, 7, 6, 5, 4, 3, 2, 2];
    private static readonly double[] C = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3];

    [Fact]
    public void Pairs_have_the_figures_of_their_lists()
    {
        var agreement = new MapAgreement(3, 0.2);
        agreement.Add([A, B, C]);

        Assert.Equal(RankCorrelation.Spearman(A, C), agreement.RankCorrelationOf(0, 2), 1e-12);
        Assert.Equal(RankCorrelation.Spearman(B, C), agreement.RankCorrelationOf(1, 2), 1e-12);
        Assert.Equal(TopOverlap.Of(A, C, 0.2), agreement.TopOverlapOf(0, 2), 1e-12);
        Assert.Equal(TopOverlap.Of(B, C, 0.2), agreement.TopOverlapOf(2, 1), 1e-12);
        Assert.Equal((1, 1), (agreement.RankCorrelationOf(1, 1), agreement.TopOverlapOf(1, 1)));
    }

    [Fact]
    public void Images_are_averaged_and_those_without_a_figure_left_out()
    {
        var agreement = new MapAgreement(2);
        agreement.Add([A, B]);
        agreement.Add([A, A]);
        agreement.Add([A, new double[10]]);
        agreement.Add([A, null]);
        agreement.Add([A, [double.NaN, .. A[1..]]]);

        Assert.Equal((RankCorrelation.Spearman(A, B) + 1) / 2, agreement.RankCorrelationOf(0, 1), 1e-12);
        // A constant map has a top by chance: a tenth of it is the other map's.
        Assert.Equal((TopOverlap.Of(A, B) + 1 + 0.1) / 3, agreement.TopOverlapOf(0, 1), 1e-12);
    }

    [Fact]
    public void A_map_with_ties_at_the_border_is_its_own_top()
    {
        var agreement = new MapAgreement(1);
        agreement.Add([[1, 1, 1, 0]]);

        Assert.Equal(1, agreement.TopOverlapOf(0, 0));
    }

    [Fact]
    public void Without_images_there_is_no_figure()
    {
        Assert.Equal(double.NaN, new MapAgreement(2).RankCorrelationOf(0, 1));
        Assert.Equal(double.NaN, new MapAgreement(2).TopOverlapOf(0, 1));
    }

    [Fact]
    public void Maps_of_different_sizes_or_too_few_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new MapAgreement(2).Add([A, A[..9]]));
        Assert.Throws<ArgumentException>(() => new MapAgreement(2).Add([A]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MapAgreement(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MapAgreement(2, 0));
    }
}
