using Spectre.Console;

namespace Salience.Cli.Terminal;

/// <summary>A bar on a terminal; lines that matter stand above it.</summary>
internal sealed class BarProgress(IAnsiConsole console, ProgressTask task) : IRunProgress
{
    public void Finished(string line)
    {
        task.Description = Markup.Escape(line.Length > 48 ? string.Concat(line.AsSpan(0, 47), "…") : line);
        task.Increment(1);
    }

    public void Say(string line) => console.WriteLine(line);
}
