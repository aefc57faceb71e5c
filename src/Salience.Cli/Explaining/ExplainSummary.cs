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
        var several = records.DistinctBy(r => r.Title).Count() > 1;
        var terms = records.Any(r => r.Shares is not null);
        string[] account = terms ? ["#residual", "#not in picture"] : records.Any(r => r.Account is not null) ? ["#residual"] : [];
        var table = several ? Tables.New(["input", "method", "class", "#score", "#probability", .. account]) : Tables.New(["input", "class", "#score", "#probability", .. account]);
        foreach (var r in records)
        {
            string[] cells =
            [
                ClassName(r),
                Numbers.Value(r.Score),
                r.Probability is { } p ? Numbers.Share(p) : "",
                r.Account is { } sum ? Numbers.Residual(sum.Residual) : "",
                r.Shares is { } shares ? Numbers.Share(shares.NotInPicture) : "",
            ];
            cells = cells[..(3 + account.Length)];
            var input = r.Image is { } image ? $"{Path.GetFileName(r.Input)} [{image}]" : Path.GetFileName(r.Input);
            table.AddPlainRow(several ? [input, r.Title, .. cells] : [input, .. cells]);
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
