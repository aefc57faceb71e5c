using Salience.Cli.Terminal;
using Salience.Evaluation.Datasets.Download;
using Spectre.Console;

namespace Salience.Cli.Data;

/// <summary>Runs downloads under the display that suits where standard error goes.</summary>
internal static class DownloadDisplay
{
    /// <summary>Runs the work: a bar for each file on a terminal, plain lines elsewhere.</summary>
    public static void Run(CommandContext context, Action<IProgress<DownloadProgress>> work)
    {
        if (!context.ErrorIsTerminal)
        {
            work(new DownloadLines(context.Error));
            return;
        }

        var console = context.ErrorConsole();
        console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .Start(bars => work(new DownloadBars(console, bars)));
    }
}
