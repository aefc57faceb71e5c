using Salience.Evaluation.Metrics;

namespace Salience.Evaluation.Experiments;

/// <summary>One of the conditions that an experiment measures under, such as an order of removal and what replaces a pixel.</summary>
/// <param name="Name">Name in files: words in lower case joined by hyphens.</param>
/// <param name="Title">What the condition is, in a few words.</param>
/// <param name="Reversed">Whether the directions of all metrics are turned: what is better when little is lost is worse when much should be.</param>
public sealed record ExperimentPart(string Name, string Title, bool Reversed = false)
{
    /// <summary>The one condition of an experiment that has no others.</summary>
    public static ExperimentPart All { get; } = new("all", "all items");

    /// <summary>Which way a metric is better under this condition.</summary>
    /// <param name="metric">The metric.</param>
    public MetricDirection DirectionOf(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return (metric.Direction, Reversed) switch
        {
            (MetricDirection.Higher, true) => MetricDirection.Lower,
            (MetricDirection.Lower, true) => MetricDirection.Higher,
            var (direction, _) => direction,
        };
    }
}
