using System.Globalization;

namespace Salience.Cli.Terminal;

/// <summary>A line for each input, for logs and pipes.</summary>
internal sealed class PlainProgress(TextWriter error, int total) : IRunProgress
{
    private int _done;

    public void Finished(string line)
    {
        _done++;
        error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{_done}/{total}] {line}"));
    }

    public void Say(string line) => error.WriteLine(line);
}
