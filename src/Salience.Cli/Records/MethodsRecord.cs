namespace Salience.Cli.Records;

/// <summary>What <c>salience methods --json</c> prints.</summary>
internal sealed record MethodsRecord(IReadOnlyList<MethodRecord> Methods, IReadOnlyList<PresetRecord> Presets);

/// <summary>A method.</summary>
internal sealed record MethodRecord(string Name, string Formula, string Source, IReadOnlyList<string> Settings);

/// <summary>A preset of FullGrad.</summary>
internal sealed record PresetRecord(string Name, string Formula, string Source);
