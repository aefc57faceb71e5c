using System.Globalization;
using Salience.Cli.Terminal;

namespace Salience.Cli.Comparing;

/// <summary>The record as tables: what each method took, and how far each pair agrees.</summary>
internal static class ComparisonTable
{
    /// <summary>Prints it.</summary>
    public static void Print(CommandContext context, ComparisonRecord record, string folder)
    {
        var console = context.OutConsole();
        var costs = Tables.New("#", "method", "#seconds", "#forward", "#backward", "#memory", "#residual");
        for (var m = 0; m < record.Methods.Count; m++)
        {
            var done = record.Methods[m].Images.OfType<MeasuredRecord>().ToList();
            var residuals = done.Where(i => i.Account is not null).Select(i => i.Account!.Residual).ToList();
            costs.AddPlainRow(
                $"{m + 1}",
                record.Methods[m].Title,
                done.Average(i => i.Seconds).ToString("0.000", CultureInfo.InvariantCulture),
                Numbers.Value(done.Average(i => i.ForwardPasses)),
                Numbers.Value(done.Average(i => i.BackwardPasses)),
                done.All(i => i.PeakMemoryBytes is not null) ? Numbers.Bytes(done.Max(i => i.PeakMemoryBytes!.Value)) : "",
                residuals.Count > 0 ? Numbers.Residual(residuals.Max()) : "");
        }

        console.Write(costs);
        var images = record.Images.Count == 1 ? "1 picture" : $"{record.Images.Count} pictures";
        context.Out.WriteLine($"{images}; times and passes are means for one picture (a pass is one picture or perturbed copy through the network), memory and residual the largest.");
        context.Out.WriteLine($"memory: {record.Memory}.");
        Matrix(context, record, $"rank correlation (Spearman) of the maps, by {record.Compared}", record.RankCorrelation);
        Matrix(context, record, $"overlap of the {record.TopShare.ToString("0 %", CultureInfo.InvariantCulture)} of places with the largest {record.Compared}s", record.TopOverlap);
        foreach (var left in record.LeftOut)
            context.Out.WriteLine($"{left.Method} does not apply: {left.Reason}");
        context.Out.WriteLine(Path.Combine(folder, record.Picture));
        context.Out.WriteLine($"record in {Path.Combine(folder, ComparisonFiles.Record)}");
    }

    private static void Matrix(CommandContext context, ComparisonRecord record, string title, IReadOnlyList<IReadOnlyList<double>> values)
    {
        context.Out.WriteLine();
        context.Out.WriteLine(title);
        var table = Tables.New(["#", "method", .. Enumerable.Range(1, record.Methods.Count).Select(m => $"#{m}")]);
        foreach (var column in table.Columns)
            column.Padding = new Spectre.Console.Padding(0, 0, 1, 0);
        for (var m = 0; m < record.Methods.Count; m++)
            table.AddPlainRow([$"{m + 1}", record.Methods[m].Title, .. values[m].Select(Short)]);
        context.OutConsole().Write(table);
    }

    /// <summary>Two decimals without the zero before them; nothing where there is no figure.</summary>
    private static string Short(double value) => double.IsNaN(value) ? "" : value.ToString("0.00", CultureInfo.InvariantCulture).Replace("0.", ".", StringComparison.Ordinal);
}
