using System.Text.Json;

namespace Salience.Cli.Records;

/// <summary>What <c>salience inspect --json</c> prints.</summary>
internal sealed record InspectionRecord
{
    /// <summary>The model.</summary>
    public required ModelRecord Model { get; init; }

    /// <summary>Size of the file.</summary>
    public required long FileBytes { get; init; }

    /// <summary>Program that wrote it.</summary>
    public required string Producer { get; init; }

    /// <summary>Version of the file format.</summary>
    public required long IrVersion { get; init; }

    /// <summary>Operator sets by domain; the standard one is ai.onnx.</summary>
    public required IReadOnlyDictionary<string, long> Opsets { get; init; }

    /// <summary>Inputs.</summary>
    public required IReadOnlyList<ValueRecord> Inputs { get; init; }

    /// <summary>Outputs.</summary>
    public required IReadOnlyList<ValueRecord> Outputs { get; init; }

    /// <summary>Names of the classes that the file stores.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>How a picture becomes the input, as the file stores it.</summary>
    public PreprocessingRecord? Preprocessing { get; init; }

    /// <summary>How the network was trained, as the file stores it.</summary>
    public JsonElement? Training { get; init; }

    /// <summary>Nodes by operator as the file has them.</summary>
    public required IReadOnlyDictionary<string, int> Operators { get; init; }

    /// <summary>Nodes that cannot be imported; empty for a usable model.</summary>
    public required IReadOnlyList<string> Unsupported { get; init; }

    /// <summary>What the importer had to assume.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The imported network; absent where the model is not supported.</summary>
    public NetworkRecord? Network { get; init; }
}

/// <summary>An input or output as declared; sizes that may vary are null.</summary>
internal sealed record ValueRecord(string Name, string Type, IReadOnlyList<long?>? Shape);

/// <summary>How a picture becomes the input; without <paramref name="Resize"/> the shorter side becomes 256/224 of the crop.</summary>
internal sealed record PreprocessingRecord(string Normalize, int Height, int Width, int Channels, int? Resize);

/// <summary>What the importer made of the file.</summary>
internal sealed record NetworkRecord
{
    /// <summary>Nodes by operator after fusion.</summary>
    public required IReadOnlyDictionary<string, int> Operators { get; init; }

    /// <summary>Number of parameter elements of floating type.</summary>
    public required long Parameters { get; init; }

    /// <summary>Memory of all constants.</summary>
    public required long ParameterBytes { get; init; }

    /// <summary>Name of the explained value.</summary>
    public required string ExplainedOutput { get; init; }

    /// <summary>Softmax or LogSoftmax behind the explained value, if there is one.</summary>
    public required string? FinalActivation { get; init; }

    /// <summary>A run on random numbers; absent where none was possible.</summary>
    public TrialRecord? Trial { get; init; }

    /// <summary>Why there was no run.</summary>
    public string? TrialFailure { get; init; }
}

/// <summary>What one run at batch 1 on random numbers showed.</summary>
internal sealed record TrialRecord
{
    /// <summary>Shape of the input that was used.</summary>
    public required IReadOnlyList<long> InputShape { get; init; }

    /// <summary>Memory of all values of the run together.</summary>
    public required long ActivationBytes { get; init; }

    /// <summary>Number of nodes with a bias, by kind.</summary>
    public required IReadOnlyDictionary<string, int> Biases { get; init; }

    /// <summary>Residual of the decomposition of the highest output.</summary>
    public required double Residual { get; init; }

    /// <summary>The layer Grad-CAM would use, or null where no layer has a place on the picture.</summary>
    public required LayerRecord? GradCamLayer { get; init; }
}

/// <summary>A layer.</summary>
internal sealed record LayerRecord(string Node, string Operator, IReadOnlyList<long> Shape);
