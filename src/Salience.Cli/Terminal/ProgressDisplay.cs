using Spectre.Console;

namespace Salience.Cli.Terminal;

/// <summary>Runs long work under the display that suits where standard error goes.</summary>
internal static class ProgressDisplay
{
    /// <summary>Runs the work: a bar on a terminal, which stays when there was more than one input; plain lines elsewhere.</summary>
    public static T Run<T>(CommandContext context, int total, Func<IRunProgress, T> work)
    {
        if (!context.ErrorIsTerminal)
            return work(new PlainProgress(context.Error, total));
        var console = context.ErrorConsole();
        return console.Progress()
            .AutoClear(total < 2)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(bar => work(new BarProgress(console, bar.AddTask("starting", maxValue: total))));
    }
}
