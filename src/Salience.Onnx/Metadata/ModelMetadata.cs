using System.Text.Json;
using Salience.Onnx.Format;

namespace Salience.Onnx.Metadata;

/// <summary>The properties of our own in a model's metadata.</summary>
internal static class ModelMetadata
{
    /// <summary>What every key of our own begins with.</summary>
    public const string Prefix = "salience.";

    /// <summary>Class names, a JSON array in the order of the output.</summary>
    public const string LabelsKey = Prefix + "labels";

    /// <summary>How a picture becomes the input, a JSON object.</summary>
    public const string PreprocessingKey = Prefix + "preprocessing";

    /// <summary>How the network was trained, any JSON.</summary>
    public const string TrainingKey = Prefix + "training";

    /// <summary>Numbers of attributes that float32 cannot give back, a JSON object.</summary>
    public const string AttributesKey = Prefix + "attributes";

    /// <summary>All properties of a model; of several with one key the last counts.</summary>
    public static Dictionary<string, string> Of(ModelProto model)
    {
        var metadata = new Dictionary<string, string>();
        foreach (var entry in model.MetadataProps)
            metadata[entry.Key] = entry.Value;
        return metadata;
    }

    /// <summary>The entries for what an export stores, ours first.</summary>
    /// <exception cref="ArgumentException">An option cannot be stored.</exception>
    public static IEnumerable<StringStringEntryProto> Entries(OnnxExportOptions options, ExactNumbers exact)
    {
        if (options.Labels is { } labels)
            yield return Entry(LabelsKey, JsonSerializer.Serialize(labels));
        if (options.Preprocessing is { } preprocessing)
            yield return Entry(PreprocessingKey, StoredPreprocessing.Write(preprocessing));
        if (options.TrainingRecord is { } training)
            yield return Entry(TrainingKey, RequireJson(training));
        if (!exact.IsEmpty)
            yield return Entry(AttributesKey, exact.ToJson());
        foreach (var (key, value) in options.Metadata.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            if (key.StartsWith(Prefix, StringComparison.Ordinal))
                throw new ArgumentException($"The metadata key '{key}' begins with '{Prefix}', which is kept for this program; choose another.", nameof(options));
            yield return Entry(key, value);
        }
    }

    private static StringStringEntryProto Entry(string key, string value) => new() { Key = key, Value = value };

    private static string RequireJson(string text)
    {
        try
        {
            using var parsed = JsonDocument.Parse(text);
            return text;
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"The training record is not JSON ({OneLine.Of(e.Message)}).", nameof(text), e);
        }
    }
}
