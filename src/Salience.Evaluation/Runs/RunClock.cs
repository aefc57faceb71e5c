using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Salience.Evaluation.Records;

namespace Salience.Evaluation.Runs;

/// <summary>Measures cells, writes their times into the log and judges the time left by the mean of each method.</summary>
internal sealed class RunClock
{
    private readonly string _log;
    private readonly Dictionary<string, (int Items, double Seconds)> _perMethod = [];
    private Stopwatch _watch = Stopwatch.StartNew();

    public RunClock(string log)
    {
        _log = log;
        // A line that a killed process tore is ended, so that every later line stands on its own.
        if (File.Exists(log) && File.ReadAllBytes(log) is { Length: > 0 } bytes && bytes[^1] != (byte)'\n')
            File.AppendAllText(log, "\n");
    }

    /// <summary>Begins to measure.</summary>
    public void Start() => _watch = Stopwatch.StartNew();

    /// <summary>A cell is finished.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="shared">Time of it that went into what later cells need not do again; it does not count in the time left.</param>
    public void Finish(PlannedCell cell, TimeSpan shared)
    {
        var seconds = (_watch.Elapsed - shared).TotalSeconds;
        var known = _perMethod.GetValueOrDefault(cell.MethodName);
        _perMethod[cell.MethodName] = (known.Items + cell.Items.Length, known.Seconds + seconds);
        var line = new JsonObject
        {
            ["cell"] = cell.Number,
            ["part"] = cell.Part.Name,
            ["method"] = cell.MethodName,
            ["items"] = cell.Items.Length,
            ["seconds"] = Math.Round(seconds, 4),
            ["finished"] = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
        if (shared > TimeSpan.Zero)
            line["sharedSeconds"] = Math.Round(shared.TotalSeconds, 4);
        File.AppendAllText(_log, line.ToJsonString(EvaluationJson.Compact) + "\n");
    }

    /// <summary>Time that cells will take; methods not measured yet count as the mean of the others.</summary>
    public TimeSpan? Left(IEnumerable<PlannedCell> cells)
    {
        if (_perMethod.Count == 0)
            return null;
        var mean = _perMethod.Values.Sum(m => m.Seconds) / _perMethod.Values.Sum(m => m.Items);
        return TimeSpan.FromSeconds(cells.Sum(c => c.Items.Length * (_perMethod.TryGetValue(c.MethodName, out var own) ? own.Seconds / own.Items : mean)));
    }
}
