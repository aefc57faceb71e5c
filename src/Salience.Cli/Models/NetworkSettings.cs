using Salience.Imaging;
using Salience.Onnx;

namespace Salience.Cli.Models;

/// <summary>What the command line says about the network, its inputs and the scalar to explain.</summary>
internal sealed record NetworkSettings
{
    /// <summary>Files and folders to explain.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The model file.</summary>
    public required string Model { get; init; }

    /// <summary>The value to explain, where it is not the first output.</summary>
    public required string? Output { get; init; }

    /// <summary>In which type to compute.</summary>
    public required OnnxPrecision Precision { get; init; }

    /// <summary>Threads of libtorch, where not its own choice.</summary>
    public required int? Threads { get; init; }

    /// <summary>The label file.</summary>
    public required string? Labels { get; init; }

    /// <summary>Classes before the first label, where it is not detected.</summary>
    public required int? LabelOffset { get; init; }

    /// <summary>How pixels become inputs, as written.</summary>
    public required string? Normalize { get; init; }

    /// <summary>Shorter side before the crop, where it is not 256/224 of it.</summary>
    public required int? Resize { get; init; }

    /// <summary>Side of the centre crop, for networks that take any size.</summary>
    public required int? Crop { get; init; }

    /// <summary>The scalar to explain, as written.</summary>
    public required string Target { get; init; }

    /// <summary>Whether batch normalisation is folded into the layer before it.</summary>
    public required bool Fold { get; init; }

    /// <summary>The largest residual that counts as adding up, where it is not the default of the precision.</summary>
    public required double? Tolerance { get; init; }

    /// <summary>Where random choices begin.</summary>
    public required long Seed { get; init; }

    /// <summary>What the model file stores about pictures; the options above go before it.</summary>
    public Preprocessing? Stored { get; init; }

    /// <summary>The settings with what the model file stores in place of options that were not given.</summary>
    public NetworkSettings CompletedBy(OnnxModelInfo info) => info.Preprocessing is not { } stored
        ? this
        : this with
        {
            Stored = stored,
            Normalize = Normalize ?? stored.Normalization.Name,
            // The stored size before the crop belongs to the stored crop.
            Resize = Resize ?? (Crop is null ? stored.Resize : null),
        };
}
