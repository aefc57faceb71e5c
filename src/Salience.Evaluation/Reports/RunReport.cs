using System.Text.Json.Nodes;
using Salience.Evaluation.Records;
using Salience.Evaluation.Results;
using Salience.Files;

namespace Salience.Evaluation.Reports;

/// <summary>Writes everything that follows from the finished cells of a run.</summary>
internal static class RunReport
{
    /// <summary>Writes <c>plots/*</c>, <c>results.csv</c>, <c>report.html</c> and, last, <c>results.json</c>: where it is, all is.</summary>
    public static void Write(string folder, ExperimentResult result, CancellationToken cancellation)
    {
        var pictures = new List<ReportPicture>();
        foreach (var (name, part, metric, chart) in ResultCharts.Of(result))
        {
            cancellation.ThrowIfCancellationRequested();
            var picture = ChartPainter.Draw(chart, name);
            EvaluationJson.Save(Path.Combine(folder, "plots", name + ".svg"), picture.Svg);
            using var png = AtomicFile.Create(Path.Combine(folder, "plots", name + ".png"));
            png.Stream.Write(picture.Png);
            png.Commit();
            pictures.Add(new ReportPicture(part, metric.Name, picture.Svg));
        }

        ResultsCsv.Write(Path.Combine(folder, "results.csv"), result);
        var machine = JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder, "run.json")))!;
        EvaluationJson.Save(Path.Combine(folder, "report.html"), HtmlReport.Write(result, machine, pictures));
        EvaluationJson.Save(Path.Combine(folder, "results.json"), ResultsJson.Write(result) + "\n");
    }
}

/// <summary>A chart for the report.</summary>
internal sealed record ReportPicture(string Part, string Metric, string Svg);
