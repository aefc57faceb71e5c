using Salience.Evaluation.Metrics;
using Salience.Evaluation.Results;

namespace Salience.Evaluation.Reports;

/// <summary>The charts of a result: one for every part and metric.</summary>
internal static class ResultCharts
{
    /// <summary>All charts with their names, part by part.</summary>
    public static IEnumerable<(string Name, string Part, Metric Metric, Chart Chart)> Of(ExperimentResult result)
    {
        foreach (var part in result.Parts)
        {
            foreach (var metric in result.Metrics)
            {
                List<ChartSeries> series = [.. result.Figures.Where(f => f.Part.Name == part.Name && f.Metric.Name == metric.Name).Select(f => new ChartSeries(f.Method, f.Summaries))];
                if (series.Any(s => s.Points.Any(p => p is not null)))
                {
                    var value = $"{metric.Name}{(metric.Unit.Length > 0 ? $" ({metric.Unit})" : string.Empty)}, {part.DirectionOf(metric).InWords()}";
                    yield return ($"{metric.Name}-{part.Name}", part.Name, metric, new Chart($"{result.Experiment.Name}: {part.Title}", value, metric.Axis, series));
                }
            }
        }
    }
}
