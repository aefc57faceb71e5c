using System.Globalization;
using Salience.Cli.Failures;
using Salience.Evaluation.Experiments;
using Salience.Evaluation.Metrics;
using Salience.Evaluation.Results;
using Salience.Naming;

namespace Salience.Cli.Evaluating.Showing;

/// <summary>Which figures of a run are shown, and how.</summary>
/// <param name="Metrics">Names; <see langword="null"/> for all that are one figure an item.</param>
/// <param name="Parts">Names; <see langword="null"/> for all.</param>
/// <param name="Points">Places of curves; <see langword="null"/> for all.</param>
/// <param name="Median">Medians in place of means.</param>
/// <param name="Interval">The interval of the mean beside it.</param>
internal sealed record ShownFigures(IReadOnlyList<string>? Metrics, IReadOnlyList<string>? Parts, IReadOnlyList<string>? Points, bool Median, bool Interval)
{
    /// <summary>The columns of a run that have a figure.</summary>
    /// <exception cref="UsageException">The run has no such metric or part, or nothing is left.</exception>
    public IReadOnlyList<ShownColumn> Of(RunSummaries run)
    {
        Require("--metrics", Metrics, run.Metrics.Select(m => m.Name), run);
        Require("--parts", Parts, run.Parts.Select(p => p.Name), run);
        List<ShownColumn> columns =
        [
            .. from part in run.Parts
               where Parts?.Contains(part.Name) ?? true
               from metric in run.Metrics
               where Metrics?.Contains(metric.Name) ?? metric.Axis is null
               from point in Enumerable.Range(0, metric.Points)
               where Points is null || metric.Axis is null || Points.Contains(PointName(metric, point))
               where run.Methods.Any(m => run.Find(part.Name, m, metric.Name)?[point] is not null)
               select new ShownColumn(part, metric, point),
        ];
        return columns.Count > 0 ? columns : throw new UsageException($"{run.Folder}: nothing is left to show; metrics: {string.Join(", ", run.Metrics.Select(m => m.Name))}; parts: {string.Join(", ", run.Parts.Select(p => p.Name))}.");
    }

    /// <summary>A place of a curve as it is written on the command line.</summary>
    public static string PointName(Metric metric, int point) => metric.Axis!.Labels?[point] ?? metric.Axis.Points[point].ToString("0.####", CultureInfo.InvariantCulture);

    private static void Require(string option, IReadOnlyList<string>? names, IEnumerable<string> known, RunSummaries run)
    {
        var all = known.ToList();
        if (names?.FirstOrDefault(n => !all.Contains(n)) is { } unknown)
            throw new UsageException($"{option} {unknown}: {run.Folder} has none of this name{(Suggestion.Nearest(unknown, all) is { } near ? $"; did you mean '{near}'" : string.Empty)}. It has {string.Join(", ", all)}.");
    }
}

/// <summary>A column of a table of figures.</summary>
/// <param name="Part">The condition.</param>
/// <param name="Metric">The metric.</param>
/// <param name="Point">The place on its curve, or 0.</param>
internal sealed record ShownColumn(ExperimentPart Part, Metric Metric, int Point)
{
    /// <summary>What it is called: only what tells it from the other columns.</summary>
    public string Heading(IReadOnlyList<ShownColumn> all)
    {
        var words = new List<string>();
        if (all.Any(c => c.Part.Name != Part.Name))
            words.Add(Part.Name);
        if (all.Any(c => c.Metric.Name != Metric.Name) || words.Count == 0 && Metric.Axis is null)
            words.Add(Metric.Name);
        if (Metric.Axis is not null)
            words.Add($"{ShownFigures.PointName(Metric, Point)}{(Metric.Axis.Unit.Length > 0 ? " " + Metric.Axis.Unit : string.Empty)}");
        return string.Join(", ", words);
    }
}
