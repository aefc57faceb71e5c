using System.Text.Json.Serialization;

namespace Salience.Cli.Records;

/// <summary>What <c>salience methods --json</c> prints.</summary>
internal sealed record MethodsRecord(IReadOnlyList<MethodRecord> Methods, IReadOnlyList<PresetRecord> Presets);

/// <summary>A method.</summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Formula">What it computes.</param>
/// <param name="Source">Whose definition it is.</param>
/// <param name="Cost">Passes for one image and target.</param>
/// <param name="Axioms">What it satisfies.</param>
/// <param name="Support">Which networks it explains.</param>
/// <param name="Settings">Its settings.</param>
internal sealed record MethodRecord(
    string Name, string Summary, string Formula, string Source, string Cost, IReadOnlyList<string> Axioms, string Support, IReadOnlyList<SettingRecord> Settings)
{
    /// <summary>Whether it applies to the network that was named; absent where none was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Applies { get; init; }

    /// <summary>Why it does not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }
}

/// <summary>A setting.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">What can be written.</param>
/// <param name="Default">Its value unless given; null where the method chooses for the network.</param>
internal sealed record SettingRecord(string Name, string Values, string? Default);

/// <summary>A preset of FullGrad.</summary>
internal sealed record PresetRecord(string Name, string Formula, string Source);
