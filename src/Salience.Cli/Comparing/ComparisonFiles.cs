using System.Globalization;
using System.Text;
using Salience.Cli.Records;
using Salience.Files;

namespace Salience.Cli.Comparing;

/// <summary>Writes <c>comparison.json</c>, and as CSV one row for each method and image and one for each pair of methods.</summary>
internal static class ComparisonFiles
{
    /// <summary>Name of the record.</summary>
    public const string Record = "comparison.json";

    /// <summary>Name of the grid.</summary>
    public const string Picture = "comparison.png";

    /// <summary>Writes the record.</summary>
    public static void WriteRecord(string folder, ComparisonRecord record) => Save(folder, Record, JsonFormat.Write(record, JsonFormat.Types.ComparisonRecord) + "\n");

    /// <summary>Writes <c>comparison.csv</c> and <c>agreement.csv</c>.</summary>
    public static void WriteTables(string folder, ComparisonRecord record)
    {
        var costs = new StringBuilder("input,image,class,method,seconds,forward_passes,backward_passes,peak_memory_bytes,promise,expected,sum,residual\n");
        var pairs = new StringBuilder("first,second,rank_correlation,top_overlap\n");
        for (var a = 0; a < record.Methods.Count; a++)
        {
            for (var i = 0; i < record.Images.Count; i++)
            {
                if (record.Methods[a].Images[i] is { } measured)
                    costs.Append(Row(record.Images[i], record.Methods[a].Title, measured));
            }

            for (var b = 0; b < a; b++)
            {
                pairs.Append(
                    CultureInfo.InvariantCulture,
                    $"{Quote(record.Methods[b].Title)},{Quote(record.Methods[a].Title)},{Figure(record.RankCorrelation[a][b])},{Figure(record.TopOverlap[a][b])}\n");
            }
        }

        Save(folder, "comparison.csv", costs.ToString());
        Save(folder, "agreement.csv", pairs.ToString());
    }

    private static string Row(AccountRecord image, string method, MeasuredRecord m) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Quote(image.Input)},{image.Image},{image.Class},{Quote(method)},{m.Seconds:r},{m.ForwardPasses},{m.BackwardPasses},{m.PeakMemoryBytes},")
        + (m.Account is { } a ? $"{Quote(a.Promise)},{Figure(a.Expected)},{Figure(a.Sum)},{Figure(a.Residual)}\n" : ",,,\n");

    private static string Figure(double value) => double.IsFinite(value) ? value.ToString("r", CultureInfo.InvariantCulture) : string.Empty;

    private static string Quote(string text) => text.AsSpan().IndexOfAny(",\"\n") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private static void Save(string folder, string name, string text)
    {
        using var file = AtomicFile.Create(Path.Combine(folder, name));
        file.Stream.Write(Encoding.UTF8.GetBytes(text));
        file.Commit();
    }
}
