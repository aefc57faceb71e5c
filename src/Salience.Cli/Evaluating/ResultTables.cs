using System.Globalization;
using Salience.Cli.Terminal;
using Salience.Evaluation.Experiments;
using Salience.Evaluation.Metrics;
using Salience.Evaluation.Results;
using Salience.Evaluation.Statistics;
using Spectre.Console;

namespace Salience.Cli.Evaluating;

/// <summary>A result as tables: for each part the mean with its 95 % interval and the median of every metric that is one figure an item.</summary>
internal static class ResultTables
{
    // With more columns the names of the methods have no room on a terminal.
    private const int MetricsInTable = 5;

    /// <summary>Prints them.</summary>
    public static void Print(CommandContext context, ExperimentResult result, string folder)
    {
        foreach (var part in result.Parts)
            Print(context, result, part);
        context.Out.WriteLine($"{result.Experiment.Name}: {result.Subject.Model ?? "own networks"} on {result.Subject.Data ?? "no data"}. Means with 95 % bootstrap intervals over items, and medians.");
        foreach (var metric in result.Metrics)
            context.Out.WriteLine($"  {metric.Name}: {metric.Direction.InWords()}. {metric.Definition}");
        if (result.Parts.Where(p => p.Reversed).Select(p => p.Name).ToList() is { Count: > 0 } turned)
            context.Out.WriteLine($"  The other way round in the parts {string.Join(", ", turned)}.");
        context.Out.WriteLine($"{Path.Combine(folder, "report.html")} has curves, comparisons of methods and what is known against each metric.");
    }

    private static void Print(CommandContext context, ExperimentResult result, ExperimentPart part)
    {
        List<Metric> metrics = [.. result.Metrics.Where(m => m.Axis is null && result.Figures.Any(f => f.Part.Name == part.Name && f.Metric.Name == m.Name))];
        if (metrics.Count == 0)
            return;
        // What is the same whatever the method stands below the table.
        List<Metric> common = [.. metrics.Where(m => result.Methods.Count > 1 && !m.Compared && result.Methods.Select(method => result.Find(part.Name, method.Name, m.Name)?.Summaries[0]).Distinct().Count() == 1)];
        foreach (var some in metrics.Except(common).Chunk(MetricsInTable))
            context.OutConsole().Write(Table(result, part, some));
        foreach (var metric in common)
        {
            if (result.Find(part.Name, result.Methods[0].Name, metric.Name)?.Summaries[0] is { } summary)
                context.Out.WriteLine($"  {metric.Name}: {Short(summary.Mean)} [{Short(summary.Low)}, {Short(summary.High)}]");
        }
    }

    private static Table Table(ExperimentResult result, ExperimentPart part, IReadOnlyList<Metric> metrics)
    {
        var table = Tables.New([part.Title, "#n", .. metrics.SelectMany(m => new[] { $"#{m.Name}", "#median" })]);
        foreach (var method in result.Methods)
        {
            SampleSummary?[] found = [.. metrics.Select(m => result.Find(part.Name, method.Name, m.Name)?.Summaries[0])];
            var n = found.Max(s => s?.Count ?? 0).ToString(CultureInfo.InvariantCulture);
            table.AddPlainRow([method.Name, n, .. found.SelectMany(s => s is null ? new[] { "", "" } : [$"{Short(s.Mean)} [{Short(s.Low)}, {Short(s.High)}]", Short(s.Median)])]);
        }

        return table;
    }

    private static string Short(double value) => value.ToString(Math.Abs(value) is >= 100 or 0 ? "0.#" : Math.Abs(value) >= 0.001 ? "0.000" : "0.0e+0", CultureInfo.InvariantCulture);
}
