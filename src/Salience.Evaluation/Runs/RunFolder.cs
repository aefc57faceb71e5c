using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Salience.Evaluation.Records;

namespace Salience.Evaluation.Runs;

/// <summary>The folder of a run while it is open: no other process can open it, and what a killed process left half-written is gone.</summary>
internal sealed class RunFolder : IDisposable
{
    private const string LockName = "run.lock";
    private readonly FileStream _lock;

    private RunFolder(string path, FileStream opened) => (Path, _lock) = (path, opened);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Settings and circumstances.</summary>
    public string RecordFile => File("run.json");

    /// <summary>Times of cells: the only file that another run of the same settings would not write alike.</summary>
    public string LogFile => File("log.jsonl");

    /// <summary>Where unfinished work that outlasts a cell is kept; there only while it is needed.</summary>
    public string WorkFolder => File("work");

    /// <summary>Opens a folder, made if need be.</summary>
    /// <exception cref="IOException">It cannot be made or written, or another process works in it.</exception>
    public static RunFolder Open(string path)
    {
        Directory.CreateDirectory(System.IO.Path.Combine(path, "cells"));
        Directory.CreateDirectory(System.IO.Path.Combine(path, "plots"));
        var file = System.IO.Path.Combine(path, LockName);
        FileStream opened;
        try
        {
            opened = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException busy) when (System.IO.File.Exists(file))
        {
            throw new IOException($"{path}: another process works in this run folder; wait for it or name another folder.", busy);
        }

        string[] folders = [path, .. new[] { "cells", "plots", "work" }.Select(name => System.IO.Path.Combine(path, name)).Where(Directory.Exists)];
        foreach (var folder in folders)
        {
            // Atomic files are written as .NAME.RANDOM; a killed process leaves its last one.
            foreach (var torn in Directory.EnumerateFiles(folder, ".*.*"))
                System.IO.File.Delete(torn);
        }

        return new RunFolder(path, opened);
    }

    /// <summary>A file of the run.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The file of a cell.</summary>
    public string CellFileOf(PlannedCell cell) => File(System.IO.Path.Combine("cells", cell.Number.ToString("000000", CultureInfo.InvariantCulture) + ".json"));

    /// <summary>Checks that the folder holds nothing or a run of the same identity, and writes <c>run.json</c> where it is not there.</summary>
    /// <param name="identity">What must agree for a run to go on.</param>
    /// <param name="circumstances">What is recorded beside it.</param>
    /// <exception cref="InvalidDataException">The folder holds another run, or something else; the message says what differs.</exception>
    public void Claim(JsonObject identity, Func<JsonObject> circumstances)
    {
        if (!System.IO.File.Exists(RecordFile))
        {
            if (Directory.EnumerateFileSystemEntries(Path).Any(e => System.IO.Path.GetFileName(e) is not (LockName or "cells" or "plots"))
                || Directory.EnumerateFiles(File("cells")).Any())
                throw new InvalidDataException($"{Path}: is no run folder and not empty; name another folder.");
            EvaluationJson.Save(RecordFile, new JsonObject { ["identity"] = identity.DeepClone(), ["circumstances"] = circumstances() }.ToJsonString(EvaluationJson.Indented) + "\n");
            return;
        }

        JsonNode? there;
        try
        {
            there = JsonNode.Parse(System.IO.File.ReadAllBytes(RecordFile))?["identity"];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{RecordFile}: is damaged ({error.Message}); name another folder.", error);
        }

        var differences = EvaluationJson.Differences(there, identity);
        if (differences.Count > 0)
            throw new InvalidDataException($"{Path}: holds a run with other settings: {string.Join("; ", differences)}. Repeat its settings to go on with it, or name another folder.");
    }

    /// <summary>Removes the files of work, all cells being finished.</summary>
    public void ClearWork()
    {
        if (Directory.Exists(WorkFolder))
            Directory.Delete(WorkFolder, recursive: true);
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
