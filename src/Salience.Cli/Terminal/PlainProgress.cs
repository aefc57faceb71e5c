using System.Globalization;

namespace Salience.Cli.Terminal;

/// <summary>A line for each input, and for work that takes long one every few seconds, for logs and pipes.</summary>
internal sealed class PlainProgress(TextWriter error, int total, TimeProvider? clock = null) : IRunProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private int _done;
    private long _said = (clock ?? TimeProvider.System).GetTimestamp();

    public void Finished(string line)
    {
        _done++;
        Write(line);
    }

    public void Within(double inputs, string what, double share)
    {
        if (_clock.GetElapsedTime(_said) >= Interval && share < 1)
            Write(string.Create(CultureInfo.InvariantCulture, $"{what} {share:0 %}"));
    }

    public void Say(string line) => error.WriteLine(line);

    private void Write(string line)
    {
        error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{_done}/{total}] {line}"));
        _said = _clock.GetTimestamp();
    }
}
