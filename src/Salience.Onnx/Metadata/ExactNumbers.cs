using System.Text.Json;

namespace Salience.Onnx.Metadata;

/// <summary>Attributes whose number in the network is not the one that float32, the format's only type for them, gives back, by node and attribute.</summary>
/// <remarks>
/// They are stored in the metadata under <see cref="ModelMetadata.AttributesKey"/>, so that our own importer gives the same network again, bit for bit. Another
/// program reads the rounded number. An entry counts only while it still rounds to the attribute.
/// </remarks>
internal sealed class ExactNumbers
{
    private readonly SortedDictionary<string, SortedDictionary<string, double>> _numbers = new(StringComparer.Ordinal);

    /// <summary>Whether there is nothing to store.</summary>
    public bool IsEmpty => _numbers.Count == 0;

    /// <summary>Remembers a number.</summary>
    public void Add(string node, string attribute, double value)
    {
        if (!_numbers.TryGetValue(node, out var attributes))
            _numbers.Add(node, attributes = new(StringComparer.Ordinal));
        attributes[attribute] = value;
    }

    /// <summary>The exact numbers of a node's attributes, or <see langword="null"/>.</summary>
    public IReadOnlyDictionary<string, double>? Of(string node) => _numbers.GetValueOrDefault(node);

    /// <summary>As JSON, <c>{"node":{"attribute":number}}</c>; doubles are written so that they come back unchanged.</summary>
    public string ToJson() => JsonSerializer.Serialize(_numbers);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is something else.</exception>
    public static ExactNumbers Parse(string json)
    {
        var numbers = new ExactNumbers();
        foreach (var (node, attributes) in JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, double>?>>(json) ?? [])
        {
            foreach (var (name, value) in attributes ?? [])
                numbers.Add(node, name, value);
        }

        return numbers;
    }

    /// <summary>The numbers of a model; none where they are damaged, since every one stands, rounded, in its node as well.</summary>
    public static ExactNumbers Of(IReadOnlyDictionary<string, string> metadata)
    {
        try
        {
            return metadata.TryGetValue(ModelMetadata.AttributesKey, out var json) ? Parse(json) : new ExactNumbers();
        }
        catch (JsonException)
        {
            return new ExactNumbers();
        }
    }
}
