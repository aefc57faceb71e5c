namespace Salience.Evaluation.Metrics;

/// <summary>What a curve runs over.</summary>
/// <param name="Name">What it counts, for the axis of a plot.</param>
/// <param name="Unit">Unit; empty for a pure number.</param>
/// <param name="Points">The places, ascending.</param>
/// <param name="Labels">Names of the places where these are stages rather than numbers; as many as points.</param>
/// <param name="Logarithmic">Whether a plot spaces the places by their logarithm; they must be above 0.</param>
public sealed record MetricAxis(string Name, string Unit, IReadOnlyList<double> Points, IReadOnlyList<string>? Labels = null, bool Logarithmic = false);
