using System.Globalization;
using Salience.Cli.Terminal;
using Salience.Evaluation.Training;
using Spectre.Console;

namespace Salience.Cli.Training;

/// <summary>Shows how far a training is: a bar with a line for each epoch above it on a terminal, lines elsewhere.</summary>
internal static class TrainDisplay
{
    /// <summary>Runs the work under the display that suits where standard error goes.</summary>
    public static T Run<T>(CommandContext context, Func<IProgress<TrainingProgress>, T> work)
    {
        if (!context.ErrorIsTerminal)
            return work(new Lines(context.Error));
        var console = context.ErrorConsole();
        return console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .Start(bar => work(new Bar(console, bar.AddTask("starting"))));
    }

    /// <summary>A finished epoch in one line.</summary>
    private static string Describe(EpochRecord epoch, TrainingProgress at) => string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {epoch.Epoch}/{at.Epochs}: loss {epoch.TrainLoss:0.0000}, train {epoch.TrainAccuracy:0.00%}, test {epoch.TestAccuracy:0.00%}, {epoch.Seconds:0.0} s, {Numbers.Duration(at.TimeLeft)} left");

    /// <summary>The state within an epoch.</summary>
    private static string State(TrainingProgress at) => string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {at.Epoch}/{at.Epochs}, loss {at.Loss:0.0000}, {at.ImagesPerSecond:0} pictures/s, {Numbers.Duration(at.TimeLeft)} left");

    private sealed class Bar(IAnsiConsole console, ProgressTask task) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            task.MaxValue = value.Steps;
            task.Value = value.Step;
            task.Description = State(value);
            if (value.Finished is { } epoch)
                console.WriteLine(Describe(epoch, value));
        }
    }

    /// <summary>A line for each epoch, and now and then one within a long epoch.</summary>
    private sealed class Lines(TextWriter error) : IProgress<TrainingProgress>
    {
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

        private readonly System.Diagnostics.Stopwatch _sinceLine = System.Diagnostics.Stopwatch.StartNew();

        public void Report(TrainingProgress value)
        {
            if (value.Finished is null && _sinceLine.Elapsed < Pause)
                return;
            error.WriteLine(value.Finished is { } epoch
                ? Describe(epoch, value)
                : string.Create(CultureInfo.InvariantCulture, $"{State(value)} ({(double)value.Step / value.Steps:0%} done)"));
            _sinceLine.Restart();
        }
    }
}
