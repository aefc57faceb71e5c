using Salience.Evaluation.Datasets.Download;
using Spectre.Console;

namespace Salience.Cli.Data;

/// <summary>A bar for each file; what happens stands above them.</summary>
internal sealed class DownloadBars(IAnsiConsole console, ProgressContext bars) : IProgress<DownloadProgress>
{
    private readonly Dictionary<string, ProgressTask> _tasks = new(StringComparer.Ordinal);

    public void Report(DownloadProgress value)
    {
        if (!_tasks.TryGetValue(value.File, out var task))
            _tasks.Add(value.File, task = bars.AddTask(Markup.Escape(value.File), maxValue: value.Length));
        task.Value = value.Received;
        if (value.Note is { } note)
            console.WriteLine($"{value.File}: {note}");
    }
}
