using Salience.Imaging;

namespace Salience.Onnx;

/// <summary>What a model file says about itself, and what the importer made of it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Length">Its size in bytes, external data not counted.</param>
/// <param name="Sha256">Its hash, lower-case hexadecimal.</param>
/// <param name="IrVersion">Version of the file format.</param>
/// <param name="Producer">Name and version of the program that wrote it; may be empty.</param>
/// <param name="Opsets">Imported operator sets by domain, the standard one under the empty name.</param>
/// <param name="Inputs">What a caller supplies.</param>
/// <param name="Outputs">What the model computes.</param>
/// <param name="Metadata">Free-form properties.</param>
/// <param name="Operators">Number of nodes by operator, other domains with their name in front.</param>
/// <param name="Warnings">What the importer had to assume, one line each.</param>
public sealed record OnnxModelInfo(
    string Path,
    long Length,
    string Sha256,
    long IrVersion,
    string Producer,
    IReadOnlyDictionary<string, long> Opsets,
    IReadOnlyList<OnnxValueInfo> Inputs,
    IReadOnlyList<OnnxValueInfo> Outputs,
    IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyDictionary<string, int> Operators,
    IReadOnlyList<string> Warnings)
{
    /// <summary>The final activation of the explained output, when it is a Softmax or LogSoftmax; otherwise <see langword="null"/>.</summary>
    public FinalActivation? Activation { get; init; }

    /// <summary>Names of the classes in the order of the output, where the file stores them (<c>salience.labels</c>); otherwise <see langword="null"/>.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>How a picture becomes the input, where the file stores it (<c>salience.preprocessing</c>); otherwise <see langword="null"/>.</summary>
    public Preprocessing? Preprocessing { get; init; }

    /// <summary>How the network was trained, JSON, where the file stores it (<c>salience.training</c>); otherwise <see langword="null"/>.</summary>
    public string? TrainingRecord { get; init; }
}
