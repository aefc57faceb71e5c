using System.CommandLine;
using Salience.Cli.Terminal;
using Salience.Evaluation.Results;
using static Salience.Cli.Models.OptionFactory;

namespace Salience.Cli.Evaluating.Showing;

/// <summary><c>salience evaluate show</c>: tables of finished runs, for a terminal or for a page.</summary>
internal static class ShowCommand
{
    /// <summary>The command.</summary>
    public static Command Define(CommandContext context)
    {
        var runs = new Argument<string[]>("RUN") { Arity = ArgumentArity.OneOrMore, Description = "Folders of finished runs." };
        var metrics = Names("--metrics", "Metrics to show, several separated by spaces or commas; all that are one figure an item unless given.");
        var parts = Names("--parts", "Parts to show; all unless given.");
        var points = Names("--points", "Places of a curve to show, such as 1 10; all unless given.");
        var median = Switch("--median", "Show medians in place of means.");
        var interval = Switch("--interval", "Show the 95 % interval beside each mean.");
        var markdown = Switch("--markdown", "Print Markdown, the best method of each column in bold.");
        var command = new Command("show", "Print tables of finished runs: a row for each method, a column for each part and metric.") { runs, metrics, parts, points, median, interval, markdown };
        command.SetAction(result =>
        {
            var choice = new ShownFigures(Split(result.GetValue(metrics)), Split(result.GetValue(parts)), Split(result.GetValue(points)), result.GetValue(median), result.GetValue(interval));
            foreach (var folder in result.GetValue(runs)!)
                ShownTable.Print(context, RunSummaries.Read(folder), choice, result.GetValue(markdown));
            return ExitCode.Success;
        });
        return command;
    }
}
