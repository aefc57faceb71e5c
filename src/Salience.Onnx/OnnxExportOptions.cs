using Salience.Imaging;

namespace Salience.Onnx;

/// <summary>What <see cref="OnnxExporter"/> stores beside the network.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>Oldest opset that is written.</summary>
    internal const int OldestOpset = 17;

    /// <summary>Names of the classes in the order of the explained output; <see langword="null"/> for none.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>How a picture becomes the network's input; <see langword="null"/> for unknown.</summary>
    public Preprocessing? Preprocessing { get; init; }

    /// <summary>How the network was trained, as JSON; <see langword="null"/> for unknown.</summary>
    public string? TrainingRecord { get; init; }

    /// <summary>Further properties, whose keys must not begin with <c>salience.</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Name of the graph, which viewers show.</summary>
    public string GraphName { get; init; } = "network";

    /// <summary>The opset to write at least, 17 or newer. The file names a newer one where an operator of the network needs it.</summary>
    public int Opset { get; init; } = OldestOpset;
}
