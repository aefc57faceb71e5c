namespace Salience.Evaluation.Metrics;

/// <summary>A figure that an experiment gives for every item, with what a reader must know to judge it.</summary>
/// <param name="Name">Name in files: words in lower case joined by hyphens.</param>
/// <param name="Unit">Unit, such as <c>share</c>, <c>%</c> or <c>logit</c>; empty for a pure number.</param>
/// <param name="Direction">Which way is better; a part may turn it.</param>
/// <param name="Definition">What it computes, with formula.</param>
/// <param name="Source">Whose definition it is, and how ours differs.</param>
/// <param name="Criticism">What is known to be wrong or misleading about it.</param>
/// <param name="Axis">What a curve runs over; <see langword="null"/> for one figure an item.</param>
/// <param name="Compared">Whether methods are compared by it; only for one figure an item.</param>
public sealed record Metric(
    string Name,
    string Unit,
    MetricDirection Direction,
    string Definition,
    string Source,
    string Criticism,
    MetricAxis? Axis = null,
    bool Compared = true)
{
    /// <summary>Figures for each item: 1, or one for each point of the axis.</summary>
    public int Points => Axis?.Points.Count ?? 1;

    /// <summary>Whether it enters the comparisons of methods.</summary>
    public bool IsCompared => Compared && Axis is null;
}
