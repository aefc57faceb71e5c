using Salience.Cli.Explaining;
using Salience.Cli.Records;
using Salience.Cli.Terminal;
using Spectre.Console;

namespace Salience.Cli.Decomposing;

/// <summary>The account of one image as a table.</summary>
internal static class DecompositionTable
{
    /// <summary>Prints every term, then what they add up to.</summary>
    public static void Print(CommandContext context, IReadOnlyList<AccountRecord> records)
    {
        var console = context.OutConsole();
        foreach (var record in records)
        {
            var place = record.Image is { } image ? $" [{image}]" : string.Empty;
            console.WriteLine($"{record.Input}{place}: {ExplainSummary.ClassName(record)}");
            console.Write(Terms(record));
            console.WriteLine(
                $"sum {Numbers.Value(record.Sum!.Value)}   output {Numbers.Value(record.Output!.Value)}   residual {Numbers.Residual(record.Residual!.Value)} "
                + $"(tolerance {Numbers.Residual(record.Tolerance)})   cancellation {Numbers.Value(record.Cancellation!.Value)}");
            if (record.WithoutGradient is { Count: > 0 } steps)
                console.WriteLine($"no gradient passes through {string.Join(", ", steps)}");
            console.WriteLine();
        }
    }

    private static Table Terms(AccountRecord record)
    {
        var table = Tables.New("node", "operator", "kind", "shape", "#contribution", "#share");
        table.AddPlainRow("(input)", "", "input", "", Numbers.Value(record.InputTerm!.Value), Numbers.Share(record.Shares!.Input));
        foreach (var term in record.Terms!)
            table.AddPlainRow(term.Node, term.Operator, term.Kind, Numbers.Shape(term.Shape), Numbers.Value(term.Value), Numbers.Share(term.Share));
        return table;
    }
}
