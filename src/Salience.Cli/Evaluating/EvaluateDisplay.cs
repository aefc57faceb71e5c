using System.Diagnostics;
using System.Globalization;
using Salience.Cli.Terminal;
using Salience.Evaluation.Runs;
using Spectre.Console;

namespace Salience.Cli.Evaluating;

/// <summary>Shows how far a run is: a bar on a terminal, now and then a line elsewhere.</summary>
internal static class EvaluateDisplay
{
    /// <summary>Runs the work under the display that suits where standard error goes.</summary>
    public static T Run<T>(CommandContext context, string name, Func<IProgress<RunProgress>, T> work)
    {
        if (!context.ErrorIsTerminal)
            return work(new Lines(context.Error, name));
        var console = context.ErrorConsole();
        return console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .Start(bar => work(new Bar(bar.AddTask(Markup.Escape(name)), name)));
    }

    private static string State(string name, RunProgress at) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name}: {at.Done}/{at.Total} cells{(at.TimeLeft is { } left ? $", {Numbers.Duration(left)} left" : string.Empty)}{(at.Cell.Length > 0 ? $"; {at.Cell}" : string.Empty)}");

    private sealed class Bar(ProgressTask task, string name) : IProgress<RunProgress>
    {
        public void Report(RunProgress value)
        {
            task.MaxValue = Math.Max(1, value.Total);
            task.Value = value.Done;
            task.Description = Markup.Escape(State(name, value));
        }
    }

    /// <summary>A line at the beginning, at the end, and at most every ten seconds between.</summary>
    private sealed class Lines(TextWriter error, string name) : IProgress<RunProgress>
    {
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
        private Stopwatch? _sinceLine;

        public void Report(RunProgress value)
        {
            if (_sinceLine is { } since && since.Elapsed < Pause && value.Done < value.Total)
                return;
            error.WriteLine(State(name, value));
            _sinceLine = Stopwatch.StartNew();
        }
    }
}
