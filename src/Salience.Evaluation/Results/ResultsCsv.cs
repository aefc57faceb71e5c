using System.Globalization;
using System.Text;
using Salience.Files;

namespace Salience.Evaluation.Results;

/// <summary><c>results.csv</c>: a row for every part, method, metric, item and point; empty where a figure does not exist.</summary>
internal static class ResultsCsv
{
    /// <summary>The first row.</summary>
    public const string Header = "part,method,metric,item,point,value";

    /// <summary>Writes the file.</summary>
    public static void Write(string path, ExperimentResult result)
    {
        using var file = AtomicFile.Create(path);
        using (var writer = new StreamWriter(file.Stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" })
        {
            writer.WriteLine(Header);
            foreach (var figures in result.Figures)
                Write(writer, figures);
        }

        file.Commit();
    }

    /// <summary>A field in quotation marks where commas, quotation marks or line ends ask for them (RFC 4180).</summary>
    public static string Field(string text) =>
        text.AsSpan().ContainsAny(",\"\n\r") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private static void Write(StreamWriter writer, MetricFigures figures)
    {
        var points = figures.Metric.Points;
        var head = $"{Field(figures.Part.Name)},{Field(figures.Method)},{Field(figures.Metric.Name)}";
        for (var i = 0; i < figures.Values.Count; i++)
        {
            var (value, point) = (figures.Values[i], figures.Metric.Axis?.Points[i % points]);
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{head},{figures.Items[i / points]},{point},{(double.IsFinite(value) ? value.ToString("r", CultureInfo.InvariantCulture) : string.Empty)}"));
        }
    }
}
