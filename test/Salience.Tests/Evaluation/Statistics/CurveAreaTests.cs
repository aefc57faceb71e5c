using Salience.Evaluation.Statistics;

namespace Salience.Tests.Evaluation.Statistics;

public sealed class CurveAreaTests
{
    [Fact]
    public void The_area_is_that_of_the_trapezoids_over_the_width()
    {
        // numpy.trapezoid([1, 3, 2], [0, 1, 4]) = 2 + 7.5.
        Assert.Equal(9.5 / 4, CurveArea.Mean([0, 1, 4], [1, 3, 2]), 12);
        Assert.Equal(5, CurveArea.Mean([2, 3, 7], [5, 5, 5]), 12);
    }

    [Fact]
    public void Points_that_do_not_ascend_or_are_too_few_are_refused()
    {
        Assert.Contains("ascend", Assert.Throws<ArgumentException>(() => CurveArea.Mean([0, 2, 1, 3], [1, 1, 1, 1])).Message);
        Assert.Throws<ArgumentException>(() => CurveArea.Mean([1], [1]));
        Assert.Throws<ArgumentException>(() => CurveArea.Mean([1, 2], [1]));
    }
}
