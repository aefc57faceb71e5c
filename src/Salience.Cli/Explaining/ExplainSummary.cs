using Salience.Cli.Records;
using Salience.Cli.Terminal;
using Spectre.Console;

namespace Salience.Cli.Explaining;

/// <summary>The table that ends a run.</summary>
internal static class ExplainSummary
{
    private const int MostFiles = 5;

    /// <summary>Prints one row for each explanation and where the files are.</summary>
    public static void Print(CommandContext context, IReadOnlyList<ExplanationRecord> records, string folder)
    {
        if (records.Count == 0)
            return;
        var several = records.DistinctBy(r => (r.Method, r.Preset)).Count() > 1;
        var table = several
            ? Tables.New("input", "method", "class", "#score", "#probability", "#residual", "#not in picture")
            : Tables.New("input", "class", "#score", "#probability", "#residual", "#not in picture");
        foreach (var r in records)
        {
            string[] account =
            [
                ClassName(r), Numbers.Value(r.Score), r.Probability is { } p ? Numbers.Share(p) : "", Numbers.Residual(r.Residual), Numbers.Share(r.Shares.NotInPicture),
            ];
            var input = r.Image is { } image ? $"{Path.GetFileName(r.Input)} [{image}]" : Path.GetFileName(r.Input);
            table.AddPlainRow(several ? [input, r.Preset is null ? r.Method : $"{r.Method} ({r.Preset})", .. account] : [input, .. account]);
        }

        var console = context.OutConsole();
        console.Write(table);
        foreach (var record in records.Take(MostFiles))
            console.WriteLine(Path.Combine(folder, record.Picture));
        if (records.Count > MostFiles)
            console.WriteLine($"and {records.Count - MostFiles} more pictures in {folder}");
        console.WriteLine($"{(records.Count == 1 ? "record" : "records")} in {Path.Combine(folder, "explanations.json")}");
    }

    /// <summary>The class or margin as people read it.</summary>
    public static string ClassName(AccountRecord record)
    {
        var a = Name(record.Class, record.Label);
        return record.Against is { } b ? $"{a} against {Name(b, record.AgainstLabel)}" : a;
    }

    private static string Name(long index, string? label) => label is null || label == $"{index}" ? $"{index}" : $"{index} {label.Split(',')[0]}";
}
