using Salience.Cli.Records;
using Salience.Cli.Terminal;
using Spectre.Console;

namespace Salience.Cli.Explaining;

/// <summary>The table that ends a run.</summary>
internal static class ExplainSummary
{
    /// <summary>Prints one row for each explanation and where the files are.</summary>
    public static void Print(CommandContext context, IReadOnlyList<ExplanationRecord> records, string folder)
    {
        if (records.Count == 0)
            return;
        var table = Tables.New("input", "method", "class", "#score", "#probability", "#residual", "#not in picture", "picture");
        foreach (var r in records)
        {
            table.AddPlainRow(
                r.Image is { } image ? $"{Path.GetFileName(r.Input)} [{image}]" : Path.GetFileName(r.Input),
                r.Preset is null ? r.Method : $"{r.Method} ({r.Preset})",
                ClassName(r),
                Numbers.Value(r.Score),
                r.Probability is { } p ? Numbers.Share(p) : "",
                Numbers.Residual(r.Residual),
                Numbers.Share(r.Shares.NotInPicture),
                r.Picture);
        }

        var console = context.OutConsole();
        console.Write(table);
        console.WriteLine($"{records.Count} {(records.Count == 1 ? "explanation" : "explanations")} in {folder}: explanations.json and pictures.");
    }

    /// <summary>The class or margin as people read it.</summary>
    public static string ClassName(AccountRecord record)
    {
        var a = Name(record.Class, record.Label);
        return record.Against is { } b ? $"{a} against {Name(b, record.AgainstLabel)}" : a;
    }

    private static string Name(long index, string? label) => label is null ? $"{index}" : $"{index} {label.Split(',')[0]}";
}
