using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Salience.Cli.Methods;

namespace Salience.Cli.Records;

/// <summary>One explanation: an element of <c>explanations.json</c>.</summary>
internal sealed record ExplanationRecord : AccountRecord
{
    /// <summary>Adds to an account what the method and the run have to say.</summary>
    [SetsRequiredMembers]
    public ExplanationRecord(AccountRecord account, MethodChoice method, IReadOnlyDictionary<string, string> settings, SumRecord? sum, string picture, ScaleRecord scale)
        : base(account)
    {
        (Method, Preset, Title, Settings, Account) = (method.Name, method.Preset, method.Title, settings, sum);
        (Picture, Scale) = (picture, scale);
    }

    /// <summary>What the attributions add up to; absent where the method promises nothing.</summary>
    [JsonPropertyOrder(1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SumRecord? Account { get; }

    /// <summary>What the pixels of the map add up to; absent where its making changes sums.</summary>
    [JsonPropertyOrder(1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SumRecord? MapAccount { get; init; }

    /// <summary>Name of the method.</summary>
    [JsonPropertyOrder(1)]
    public string Method { get; }

    /// <summary>Name of the preset, where the method has presets.</summary>
    [JsonPropertyOrder(1)]
    public string? Preset { get; }

    /// <summary>The method as people read it, for tables.</summary>
    [JsonIgnore]
    public string Title { get; }

    /// <summary>The method's settings and the run's, defaults included.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>The overlay or panel, relative to the folder of results.</summary>
    [JsonPropertyOrder(1)]
    public string Picture { get; }

    /// <summary>The scale of the colours in it.</summary>
    [JsonPropertyOrder(1)]
    public ScaleRecord Scale { get; }

    /// <summary>The raw map, relative to the folder of results; absent unless asked for.</summary>
    [JsonPropertyOrder(1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RawMap { get; init; }

    /// <summary>Time for this explanation, without decoding and drawing.</summary>
    [JsonPropertyOrder(1)]
    public double Seconds { get; init; }

    /// <summary>Largest memory of the process so far.</summary>
    [JsonPropertyOrder(1)]
    public long PeakMemoryBytes { get; init; }
}
