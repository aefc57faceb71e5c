using System.Globalization;
using Salience.Cli.Terminal;
using Salience.Evaluation.Metrics;
using Salience.Evaluation.Results;
using Salience.Evaluation.Statistics;

namespace Salience.Cli.Evaluating.Showing;

/// <summary>Figures of a run as a table: a row for each method.</summary>
internal static class ShownTable
{
    /// <summary>Prints it.</summary>
    public static void Print(CommandContext context, RunSummaries run, ShownFigures choice, bool markdown)
    {
        var columns = choice.Of(run);
        string[] headings = ["method", .. columns.Select(c => "#" + c.Heading(columns))];
        var best = columns.Select(c => Best(run, c, choice)).ToList();
        var rows = run.Methods.Select(method => (IReadOnlyList<string>)[markdown ? MarkdownTable.Code(method) : method, .. columns.Select((c, i) => Cell(run, method, c, choice, markdown ? best[i] : null))]);
        var n = columns.SelectMany(c => run.Methods.Select(m => run.Find(c.Part.Name, m, c.Metric.Name)?[c.Point]?.Count ?? 0)).Max();
        MarkdownTable.Write(context, markdown, headings, rows);
        if (markdown)
            context.Out.WriteLine();
        context.Out.WriteLine($"{run.Experiment}, {(choice.Median ? "medians" : "means")} over n = {n.ToString(CultureInfo.InvariantCulture)}{(choice.Interval ? ", 95 % intervals of the mean in brackets" : string.Empty)}. {Directions(columns)}");
        context.Out.WriteLine();
    }

    private static string Directions(IReadOnlyList<ShownColumn> columns)
    {
        var said = columns.Select(c => (c.Metric.Name, Part: c.Part.Name, Direction: c.Part.DirectionOf(c.Metric))).Where(c => c.Direction != MetricDirection.Neither).ToList();
        var groups = said.GroupBy(c => c.Name).Select(metric => metric.Select(c => c.Direction).Distinct().Count() == 1
            ? $"{metric.Key}: {metric.First().Direction.InWords()}"
            : $"{metric.Key}: {string.Join(", ", metric.GroupBy(c => c.Direction).Select(d => $"{d.Key.InWords()} in {string.Join(", ", d.Select(c => c.Part).Distinct())}"))}");
        return string.Join("; ", groups) is { Length: > 0 } text ? text + "." : string.Empty;
    }

    private static double? Value(SampleSummary? summary, ShownFigures choice) => choice.Median ? summary?.Median : summary?.Mean;

    /// <summary>The best figure of a column as it is written, so that methods which agree in it are all marked.</summary>
    private static string? Best(RunSummaries run, ShownColumn column, ShownFigures choice)
    {
        var values = run.Methods.Select(m => Value(run.Find(column.Part.Name, m, column.Metric.Name)?[column.Point], choice)).OfType<double>().ToList();
        return (values.Count, column.Part.DirectionOf(column.Metric)) switch
        {
            ( > 1, MetricDirection.Higher) => Numbers.Significant(values.Max()),
            ( > 1, MetricDirection.Lower) => Numbers.Significant(values.Min()),
            _ => null,
        };
    }

    private static string Cell(RunSummaries run, string method, ShownColumn column, ShownFigures choice, string? best)
    {
        var summary = run.Find(column.Part.Name, method, column.Metric.Name)?[column.Point];
        if (Value(summary, choice) is not { } value)
            return string.Empty;
        var text = Numbers.Significant(value);
        var marked = text == best ? $"**{text}**" : text;
        return choice.Interval ? $"{marked} [{Numbers.Significant(summary!.Low)}, {Numbers.Significant(summary.High)}]" : marked;
    }
}
