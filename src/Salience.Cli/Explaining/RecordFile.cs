using System.Diagnostics;
using System.Text;
using Salience.Cli.Records;
using Salience.Files;

namespace Salience.Cli.Explaining;

/// <summary><c>explanations.json</c>: always a complete array of the records so far.</summary>
internal sealed class RecordFile(string folder)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly List<ExplanationRecord> _all = [];
    private readonly Stopwatch _sinceSaved = Stopwatch.StartNew();

    /// <summary>The records so far.</summary>
    public IReadOnlyList<ExplanationRecord> All => _all;

    /// <summary>Adds a record; the file follows every few seconds, so that a killed run loses little.</summary>
    public void Add(ExplanationRecord record)
    {
        _all.Add(record);
        if (_sinceSaved.Elapsed > Interval)
            Save();
    }

    /// <summary>Writes the file.</summary>
    public void Save()
    {
        using var file = AtomicFile.Create(Path.Combine(folder, "explanations.json"));
        file.Stream.Write(Encoding.UTF8.GetBytes(JsonFormat.Write(All, JsonFormat.Types.IReadOnlyListExplanationRecord) + "\n"));
        file.Commit();
        _sinceSaved.Restart();
    }
}
