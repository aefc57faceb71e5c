using System.Globalization;
using Salience.Cli.BuiltIn;
using Salience.Cli.Records;
using Salience.Cli.Terminal;
using Spectre.Console;

namespace Salience.Cli.Training;

/// <summary>What ends a training: accuracy, time, file, and what to do with it.</summary>
internal static class TrainSummary
{
    /// <summary>Prints the facts and the command that explains with the network.</summary>
    public static void Print(CommandContext context, TrainRecord record)
    {
        var console = context.OutConsole();
        var table = Tables.New("", "");
        table.HideHeaders();
        foreach (var (name, value) in Facts(record))
            table.AddPlainRow(name, value);
        console.Write(table);
        var picture = DataKinds.KindOf(record.Data) == "glyphs" ? BuiltInContent.Name : "PICTURE";
        console.WriteLine($"explain with it: salience explain {picture} --model {record.Model.Path} --panel");
    }

    private static IEnumerable<(string Name, string Value)> Facts(TrainRecord record)
    {
        string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
        yield return ("network", Text($"{record.Network}{(record.Width == 1 ? "" : Text($", width {record.Width}"))}, {record.Parameters:N0} parameters"));
        yield return ("data", Text($"{record.Data}, {record.TrainCount:N0} pictures to learn, {record.TestCount:N0} to test"));
        yield return ("test accuracy", Text($"{record.TestAccuracy:0.00%}, loss {record.TestLoss:0.0000}"));
        yield return ("time", Text($"{Numbers.Duration(TimeSpan.FromSeconds(record.TrainingSeconds))}, {record.ImagesPerSecond:0} pictures/s"));
        yield return ("model", Text($"{record.Model.Path}, {Numbers.Bytes(record.FileBytes)}"));
    }
}
