using System.Text.Json;
using System.Text.Json.Nodes;
using Salience.Arrays;
using Salience.Networks.Training;
using static TorchSharp.torch;

namespace Salience.Evaluation.Training;

/// <summary>A training's state in a file: an <c>.npz</c> archive of arrays and one JSON entry.</summary>
/// <remarks>
/// Arrays: <c>parameters</c> (all learned values, one vector), <c>optimizer/NAME</c>, <c>statistics/NAME</c>. JSON: position, records of the epochs
/// and the identity of the training. Order, augmentation and dropout follow from seed, epoch and step, so that nothing else is needed.
/// </remarks>
internal static class TrainingCheckpoint
{
    private const int Version = 1;
    private const string Entry = "training.json";

    /// <summary>Writes the state; the file is replaced when the new one is complete.</summary>
    public static void Write(string path, TrainingIdentity identity, TrainingPosition position, TrainableNetwork network, VectorOptimizer optimizer)
    {
        using var writer = new NpzWriter(path);
        var json = new JsonObject
        {
            ["version"] = Version,
            ["position"] = JsonSerializer.SerializeToNode(position, TrainingJson.Options),
            ["identity"] = identity.ToJson(),
        };
        writer.AddText(Entry, json.ToJsonString(TrainingJson.Options));
        foreach (var (name, value) in Arrays(network, optimizer))
            writer.Add(name, value);
        writer.Commit();
    }

    /// <summary>Brings the state back into a network and an optimiser.</summary>
    /// <returns>How far the training had come.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, no checkpoint, or of another training; the message says in what they differ.</exception>
    public static TrainingPosition Read(string path, TrainingIdentity identity, TrainableNetwork network, VectorOptimizer optimizer)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var archive = NpzFile.Open(path);
        var position = ReadPosition(path, archive.ReadText(Entry), identity);
        var arrays = Arrays(network, optimizer).ToList();
        var values = new List<Tensor>();
        foreach (var (name, target) in arrays)
        {
            if (!archive.Names.Contains(name))
                throw new InvalidDataException($"{path}: lacks the array '{name}'; the checkpoint is damaged, start anew without resuming.");
            var value = archive.Read(name);
            if (value.dtype != target.dtype || !value.shape.SequenceEqual(target.shape))
                throw new InvalidDataException($"{path}: the array '{name}' is ({string.Join(", ", value.shape)}) {value.dtype}, not ({string.Join(", ", target.shape)}) {target.dtype}; start anew without resuming.");
            values.Add(value);
        }

        foreach (var ((_, target), value) in arrays.Zip(values))
            target.copy_(value);
        return position;
    }

    private static TrainingPosition ReadPosition(string path, string? text, TrainingIdentity identity)
    {
        if (text is null)
            throw new InvalidDataException($"{path}: is an npz archive but no checkpoint of a training; name another file or start anew without resuming.");
        try
        {
            var json = JsonNode.Parse(text)!.AsObject();
            if ((int?)json["version"] != Version)
                throw new InvalidDataException($"{path}: is a checkpoint of version {json["version"]}, not {Version}; start anew without resuming.");
            var differences = identity.DifferencesFrom(json["identity"]);
            if (differences.Count > 0)
                throw new InvalidDataException($"{path}: belongs to another training: {string.Join("; ", differences)}. "
                    + "Repeat the settings, data and network it was begun with, or start anew without resuming.");
            return json["position"].Deserialize<TrainingPosition>(TrainingJson.Options)!;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or NullReferenceException)
        {
            throw new InvalidDataException($"{path}: {Entry} is damaged ({error.Message}); start anew without resuming.", error);
        }
    }

    private static IEnumerable<(string Name, Tensor Value)> Arrays(TrainableNetwork network, VectorOptimizer optimizer) =>
    [
        ("parameters", network.Vector.Values),
        .. optimizer.State.Select(s => ($"optimizer/{s.Name}", s.Value)),
        .. network.Statistics.Select(s => ($"statistics/{s.Key}", s.Value)),
    ];
}
