using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Salience.Files;

namespace Salience.Evaluation.Records;

/// <summary>How evaluation writes JSON: numbers that read back to the bit, the same on every machine; what is not finite is <c>null</c>.</summary>
internal static class EvaluationJson
{
    /// <summary>For files that people read.</summary>
    public static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true, IndentSize = 2, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One line.</summary>
    public static JsonSerializerOptions Compact { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A number, or <c>null</c> where it is not finite.</summary>
    public static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    /// <summary>Text fields in the order given.</summary>
    public static JsonObject Object(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var json = new JsonObject();
        foreach (var (name, value) in fields)
            json[name] = value;
        return json;
    }

    /// <summary>Writes a whole file, which appears under its name when it is complete.</summary>
    public static void Save(string path, string text)
    {
        using var file = AtomicFile.Create(path);
        file.Stream.Write(Encoding.UTF8.GetBytes(text));
        file.Commit();
    }

    /// <summary>Where two documents differ, "seed (1 there, 2 here)"; empty where they do not.</summary>
    public static IReadOnlyList<string> Differences(JsonNode? there, JsonNode? here)
    {
        var (a, b) = (new Dictionary<string, string>(), new Dictionary<string, string>());
        Flatten(there, string.Empty, a);
        Flatten(here, string.Empty, b);
        return [.. a.Keys.Union(b.Keys).Order(StringComparer.Ordinal).Where(key => a.GetValueOrDefault(key) != b.GetValueOrDefault(key))
            .Select(key => $"{key} ({a.GetValueOrDefault(key, "absent")} there, {b.GetValueOrDefault(key, "absent")} here)")];
    }

    private static void Flatten(JsonNode? node, string path, Dictionary<string, string> leaves)
    {
        if (node is not JsonObject fields)
        {
            leaves[path] = node?.ToJsonString(Compact) ?? "none";
            return;
        }

        foreach (var (name, value) in fields)
            Flatten(value, path.Length == 0 ? name : $"{path}.{name}", leaves);
    }
}
