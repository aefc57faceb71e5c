using System.Globalization;
using System.Text.Json.Nodes;
using Salience.Evaluation.Experiments;
using Salience.Evaluation.Metrics;
using Salience.Evaluation.Results;

namespace Salience.Evaluation.Reports;

/// <summary><c>report.html</c>: one file with question, protocol, metrics and their criticism, plots, tables and comparisons.</summary>
internal static class HtmlReport
{
    // A page with ten thousand rows no longer opens quickly.
    private const int MostComparisons = 500;

    private const string Style =
        "body{font:15px/1.5 system-ui,sans-serif;max-width:960px;margin:2em auto;padding:0 1em;color:#222}"
        + "table{border-collapse:collapse;font-size:13px;margin:.6em 0}th,td{border-bottom:1px solid #ddd;padding:.25em .6em;text-align:left;vertical-align:top}"
        + ".n{text-align:right;white-space:nowrap}.t{overflow-x:auto}svg{max-width:100%;height:auto}h2{margin-top:2em;border-bottom:1px solid #999}summary{cursor:pointer;font-weight:600}"
        + ".c{color:#555;font-size:13px}";

    /// <summary>The page.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="record">The content of <c>run.json</c>.</param>
    /// <param name="pictures">The charts.</param>
    public static string Write(ExperimentResult result, JsonNode record, IReadOnlyList<ReportPicture> pictures)
    {
        var page = new HtmlText();
        page.Raw("<!DOCTYPE html>").Raw("<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
            .Element("title", $"Salience: {result.Experiment.Name}").Raw($"<style>{Style}</style></head><body>");
        page.Element("h1", result.Experiment.Name).Element("p", result.Experiment.Question);
        page.Raw("<p>").Element("b", "Protocol. ").Element("span", result.Experiment.Protocol).Raw("</p><p>").Element("b", "Source. ").Element("span", result.Experiment.Source).Raw("</p>");
        Subject(page, result);
        page.Element("h2", "Metrics");
        page.Table(["metric", "unit", "direction", "definition", "source", "known criticism"], result.Metrics.Select(m =>
            (IReadOnlyList<string>)[m.Name, m.Unit, m.Direction.InWords(), m.Definition, m.Source, m.Criticism]));
        foreach (var part in result.Parts)
            Part(page, result, part, pictures);
        Comparisons(page, result);
        page.Element("h2", "Methods");
        page.Table(["method", "formula", "source", "settings"], result.Methods.Select(m =>
            (IReadOnlyList<string>)[m.Name, m.Formula, m.Source, string.Join(", ", m.Settings.Select(s => $"{s.Key}={s.Value}"))]));
        page.Element("h2", "Settings").Table(["name", "value"], Leaves(record["identity"], string.Empty));
        page.Element("h2", "Machine").Table(["name", "value"], Leaves(record["circumstances"], string.Empty).Where(row => row[0] != "started"));
        return page.Raw("</body></html>").ToString();
    }

    private static void Subject(HtmlText page, ExperimentResult result)
    {
        var subject = result.Subject;
        var n = result.Figures.Count == 0 ? 0 : result.Figures.Max(f => f.Items.Count);
        page.Raw("<p>").Element("b", "Measured on. ").Element("span", string.Create(
            CultureInfo.InvariantCulture,
            $"{(subject.Model is null ? "Networks of its own" : $"Model {subject.Model} (SHA-256 {subject.ModelSha256})")}"
            + $"{(subject.Data is null ? string.Empty : $"; data {subject.Data}, normalisation {subject.Normalization}")}; up to {n} items in a part; seed {result.Run.Seed}."));
        page.Raw("</p>").Element("p class=\"c\"", "Every figure is per item; intervals are 95 % bootstrap intervals of the mean over items.");
    }

    private static void Part(HtmlText page, ExperimentResult result, ExperimentPart part, IReadOnlyList<ReportPicture> pictures)
    {
        page.Element("h2", part.Title);
        foreach (var metric in result.Metrics)
        {
            var figures = result.Figures.Where(f => f.Part.Name == part.Name && f.Metric.Name == metric.Name).ToList();
            if (figures.Count == 0)
                continue;
            page.Element("h3", metric.Name);
            page.Element("p class=\"c\"", $"{metric.Definition} {Capital(part.DirectionOf(metric).InWords())}. Known criticism: {metric.Criticism}");
            foreach (var picture in pictures.Where(p => p.Part == part.Name && p.Metric == metric.Name))
                page.Raw(picture.Svg[picture.Svg.IndexOf("<svg", StringComparison.Ordinal)..]);
            page.Raw("<details><summary>Figures</summary>");
            page.Table(["method", $"#{metric.Axis?.Name ?? "point"}", "#n", "#mean", "#95 % interval", "#median"], figures.SelectMany(Rows));
            page.Raw("</details>");
        }
    }

    private static IEnumerable<IReadOnlyList<string>> Rows(MetricFigures figures)
    {
        foreach (var (i, summary) in figures.Summaries.Index())
        {
            var axis = figures.Metric.Axis;
            var point = axis is null ? string.Empty : axis.Labels?[i] ?? HtmlText.Number(axis.Points[i]);
            yield return summary is null
                ? [figures.Method, point, "0", "", "", ""]
                : [figures.Method, point, summary.Count.ToString(CultureInfo.InvariantCulture), HtmlText.Number(summary.Mean), $"{HtmlText.Number(summary.Low)} … {HtmlText.Number(summary.High)}", HtmlText.Number(summary.Median)];
        }
    }

    private static void Comparisons(HtmlText page, ExperimentResult result)
    {
        if (result.Comparisons.Count == 0)
            return;
        page.Element("h2", "Methods compared");
        page.Element("p class=\"c\"", "Item by item: Wilcoxon's signed-rank test, matched-pairs rank-biserial correlation r as the effect size, p-values corrected by Holm over all comparisons by a metric in this run. "
            + string.Create(CultureInfo.InvariantCulture, $"'Better' names a method where the corrected p is below {MethodComparison.Level} and the metric has a direction."));
        foreach (var metric in result.Comparisons.GroupBy(c => c.Metric.Name))
        {
            var (all, shown) = (metric.Count(), metric.OrderBy(c => c.CorrectedPValue).ThenByDescending(c => Math.Abs(c.Test.RankBiserial)).Take(MostComparisons).ToHashSet());
            page.Raw("<details>").Element("summary", string.Create(
                CultureInfo.InvariantCulture, $"{metric.Key}: {all} comparisons{(all > shown.Count ? $", of which the {shown.Count} with the smallest p; results.json has all" : string.Empty)}"));
            page.Table(["part", "first", "second", "#pairs", "#mean difference", "#r", "#p", "#p corrected", "better"], metric.Where(shown.Contains).Select(c => (IReadOnlyList<string>)[
                c.Part.Title, c.First, c.Second, c.Pairs.ToString(CultureInfo.InvariantCulture), HtmlText.Number(c.MeanDifference), HtmlText.Number(c.Test.RankBiserial),
                HtmlText.Number(c.Test.PValue), HtmlText.Number(c.CorrectedPValue), c.Better ?? "—"]));
            page.Raw("</details>");
        }
    }

    private static IEnumerable<IReadOnlyList<string>> Leaves(JsonNode? node, string path) => node switch
    {
        JsonObject fields => fields.SelectMany(f => Leaves(f.Value, path.Length == 0 ? f.Key : $"{path}.{f.Key}")),
        JsonArray list => list.SelectMany((v, i) => Leaves(v, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"))),
        _ => [[path, node?.ToString() ?? "none"]],
    };

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
