using Salience.Evaluation.Metrics;
using Salience.Evaluation.Reports;
using Salience.Evaluation.Statistics;

namespace Salience.Tests.Evaluation.Reports;

public sealed class ChartPainterTests
{
    // More would need more colours or markers.
    private const int ToldApart = 28;

    [Fact]
    public void Curves_are_told_apart_in_both_forms()
    {
        var pictures = Enumerable.Range(0, ToldApart).Select(Alone).ToList();
        Assert.Equal(ToldApart, pictures.Select(p => p.Svg).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(ToldApart, pictures.Select(p => Convert.ToHexString(p.Png)).Distinct(StringComparer.Ordinal).Count());
    }

    /// <summary>The same figures as the series of a number, with none for those before it.</summary>
    private static ChartPicture Alone(int place)
    {
        var axis = new MetricAxis("removed", "%", [1, 2, 3]);
        var empty = Enumerable.Repeat(new ChartSeries("none", [null, null, null]), place);
        var series = new ChartSeries("method", [.. axis.Points.Select(p => new SampleSummary(4, p, p, p - 0.1, p + 0.1))]);
        return ChartPainter.Draw(new Chart("Curves", "score", axis, [.. empty, series]), "chart");
    }
}
