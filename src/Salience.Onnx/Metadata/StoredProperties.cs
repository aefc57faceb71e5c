using System.Text.Json;
using Salience.Imaging;

namespace Salience.Onnx.Metadata;

/// <summary>What the properties of our own in a model's metadata say. A damaged one counts as absent, with a warning: the network does not depend on it.</summary>
internal sealed record StoredProperties
{
    /// <summary>Class names in the order of the output.</summary>
    public IReadOnlyList<string>? Labels { get; private init; }

    /// <summary>How a picture becomes the input.</summary>
    public Preprocessing? Preprocessing { get; private init; }

    /// <summary>How the network was trained, JSON.</summary>
    public string? TrainingRecord { get; private init; }

    /// <summary>What is damaged, one line each.</summary>
    public IReadOnlyList<string> Warnings { get; private init; } = [];

    /// <summary>Reads the properties.</summary>
    public static StoredProperties Read(IReadOnlyDictionary<string, string> metadata)
    {
        var warnings = new List<string>();
        Read(metadata, ModelMetadata.AttributesKey, ExactNumbers.Parse, warnings);
        return new StoredProperties
        {
            Labels = Read(metadata, ModelMetadata.LabelsKey, ReadLabels, warnings),
            Preprocessing = Read(metadata, ModelMetadata.PreprocessingKey, StoredPreprocessing.Read, warnings),
            TrainingRecord = Read(metadata, ModelMetadata.TrainingKey, RequireJson, warnings),
            Warnings = warnings,
        };
    }

    private static T? Read<T>(IReadOnlyDictionary<string, string> metadata, string key, Func<string, T> read, List<string> warnings)
        where T : class
    {
        if (!metadata.TryGetValue(key, out var text))
            return null;
        try
        {
            return read(text);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            warnings.Add(OneLine.Of($"The metadata entry '{key}' is damaged and not used: {e.Message.TrimEnd('.')}."));
            return null;
        }
    }

    private static List<string> ReadLabels(string json)
    {
        var labels = JsonSerializer.Deserialize<List<string?>>(json) ?? throw new JsonException("it is null");
        return labels.Contains(null) ? throw new JsonException("a label is null") : [.. labels.Select(l => OneLine.Of(l!))];
    }

    private static string RequireJson(string text)
    {
        using var parsed = JsonDocument.Parse(text);
        return text;
    }
}
