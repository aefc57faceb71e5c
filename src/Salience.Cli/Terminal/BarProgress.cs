using Spectre.Console;

namespace Salience.Cli.Terminal;

/// <summary>A bar on a terminal; lines that matter stand above it.</summary>
internal sealed class BarProgress(IAnsiConsole console, ProgressTask task) : IRunProgress
{
    private int _finished;

    public void Finished(string line)
    {
        Describe(line);
        task.Value = ++_finished;
    }

    public void Within(double inputs, string what, double share)
    {
        Describe(what);
        task.Value = Math.Min(_finished + inputs, task.MaxValue);
    }

    public void Say(string line) => console.WriteLine(line);

    private void Describe(string line) => task.Description = Markup.Escape(line.Length > 48 ? string.Concat(line.AsSpan(0, 47), "…") : line);
}
