using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Salience.Files;

namespace Salience.Evaluation.Training;

/// <summary>A log of one JSON object a line: a line for the start of a training, then one for each epoch.</summary>
/// <remarks>
/// A training that begins is added behind what the file holds. One that resumes finds its own start, the last in the file, and puts behind
/// it the epochs of the checkpoint, so that no epoch stands there twice and a line torn by a crash is gone.
/// </remarks>
internal sealed class TrainingLog(string? path)
{
    private const string Event = "event";
    private const string Start = "start";

    /// <summary>Begins or continues the log.</summary>
    public void Begin(TrainingIdentity identity, IReadOnlyList<EpochRecord> epochs, bool resumed)
    {
        if (path is null)
            return;
        var lines = File.Exists(path) ? File.ReadAllLines(path).ToList() : [];
        var start = resumed ? lines.FindLastIndex(IsStart) : -1;
        if (start >= 0)
            lines.RemoveRange(start + 1, lines.Count - start - 1);
        else
            lines.Add(Line(Start, identity.ToJson()));
        lines.AddRange(epochs.Select(Line));
        using var file = AtomicFile.Create(path);
        file.Stream.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Where(l => l.Length > 0).Select(l => l + "\n"))));
        file.Commit();
    }

    /// <summary>Adds an epoch.</summary>
    public void Add(EpochRecord epoch)
    {
        if (path is not null)
            File.AppendAllText(path, Line(epoch) + "\n");
    }

    private static string Line(EpochRecord epoch) => Line("epoch", JsonSerializer.SerializeToNode(epoch, TrainingJson.Options)!);

    private static string Line(string name, JsonNode content)
    {
        var line = new JsonObject { [Event] = name };
        foreach (var (key, value) in content.AsObject())
            line[key] = value?.DeepClone();
        return line.ToJsonString(TrainingJson.Options);
    }

    private static bool IsStart(string line)
    {
        try
        {
            return JsonNode.Parse(line) is JsonObject o && (string?)o[Event] == Start;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
