using System.Text.Json.Serialization;

namespace Salience.Cli.Records;

/// <summary>What was explained for one image and, where it was decomposed, how it adds up.</summary>
internal record AccountRecord
{
    /// <summary>The input file.</summary>
    public required string Input { get; init; }

    /// <summary>Which image of an array <c>(N, C, H, W)</c>; absent otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Image { get; init; }

    /// <summary>The model.</summary>
    public required ModelRecord Model { get; init; }

    /// <summary>Name of the network's value that holds the scores.</summary>
    public required string OutputName { get; init; }

    /// <summary>The target as asked for.</summary>
    public required string Target { get; init; }

    /// <summary>The explained class; for a margin the one added.</summary>
    public required long Class { get; init; }

    /// <summary>Its name, where labels were given.</summary>
    public required string? Label { get; init; }

    /// <summary>For a margin the class subtracted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Against { get; init; }

    /// <summary>Name of the class subtracted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AgainstLabel { get; init; }

    /// <summary>The explained scalar.</summary>
    public required double Score { get; init; }

    /// <summary>Probability of the class.</summary>
    public required double? Probability { get; init; }

    /// <summary>The largest residual that counts as adding up.</summary>
    public required double Tolerance { get; init; }

    /// <summary>f(x): the explained scalar again, as the left side of the identity. It and what follows belong to the full-gradient decomposition.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Output { get; init; }

    /// <summary>Input term plus all bias terms: the right side.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Sum { get; init; }

    /// <summary>|sum − output| / max(1, |output|).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Residual { get; init; }

    /// <summary>Σ|terms| / |output|.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Cancellation { get; init; }

    /// <summary>The input term.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? InputTerm { get; init; }

    /// <summary>Parts of the output.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SharesRecord? Shares { get; init; }

    /// <summary>Nodes that are step functions: what passed through them is not traced to the input.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? WithoutGradient { get; init; }

    /// <summary>What a reader must know before trusting the numbers: values that are none, modules that hide a bias.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Remarks { get; init; }

    /// <summary>Number of bias terms.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TermCount { get; init; }

    /// <summary>Bias terms.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TermRecord>? Terms { get; init; }
}
