using System.Globalization;
using Salience.Cli.Terminal;
using Salience.Evaluation.Statistics;

namespace Salience.Cli.Evaluating;

/// <summary>The result as a table: mean with its 95 % interval and median of each metric, and what chance would give.</summary>
internal static class LocalizationTable
{
    /// <summary>Prints it.</summary>
    public static void Print(CommandContext context, LocalizationRecord record)
    {
        var table = Tables.New("map", "#mass", "#median", "#rank accuracy", "#median", "#pointing game");
        foreach (var m in record.Methods)
            table.AddPlainRow(m.Name, Mean(m.Mass), Short(m.Mass.Median), Mean(m.RankAccuracy), Short(m.RankAccuracy.Median), Mean(m.PointingGame));
        table.AddPlainRow("chance: share of the mask", Mean(record.Chance), Short(record.Chance.Median), Mean(record.Chance), Short(record.Chance.Median), Mean(record.Chance));
        context.OutConsole().Write(table);
        context.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{record.Data}: {record.Scenes} scenes, seed {record.Seed}, {record.Explained} class explained; the network is right on {record.Accuracy:p1}."));
        context.Out.WriteLine("Means with 95 % bootstrap intervals; higher is better. Of maps with a sign the positive part counts.");
    }

    private static string Mean(SampleSummary summary) => $"{Short(summary.Mean)} [{Short(summary.Low)}, {Short(summary.High)}]";

    private static string Short(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
