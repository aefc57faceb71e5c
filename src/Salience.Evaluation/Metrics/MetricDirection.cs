namespace Salience.Evaluation.Metrics;

/// <summary>Which way a figure is better.</summary>
public enum MetricDirection
{
    /// <summary>More is better.</summary>
    Higher,

    /// <summary>Less is better.</summary>
    Lower,

    /// <summary>Neither: the figure describes, it does not judge.</summary>
    Neither,
}

/// <summary>Directions in words.</summary>
public static class MetricDirections
{
    /// <summary>"higher is better", "lower is better" or "neither is better".</summary>
    /// <param name="direction">The direction.</param>
    public static string InWords(this MetricDirection direction) => direction switch
    {
        MetricDirection.Higher => "higher is better",
        MetricDirection.Lower => "lower is better",
        _ => "neither is better",
    };
}
