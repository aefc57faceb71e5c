using Salience.PostProcessing;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>Options of <see cref="FullGrad"/>.</summary>
/// <param name="Preset">How terms become a map; <see cref="Presets.Paper"/> where <see langword="null"/>.</param>
/// <param name="FoldBatchNorm">Whether batch normalisation is folded into convolutions first where the preset merges them: faster, same terms.</param>
/// <param name="OtherInputs">Tensors for the network's other inputs by name.</param>
/// <param name="Terms">Which terms the map shows, by kind.</param>
/// <param name="Layers">Whose bias terms the map shows; those of all layers where <see langword="null"/>.</param>
public sealed record FullGradSettings(
    Preset? Preset = null,
    bool FoldBatchNorm = true,
    IReadOnlyDictionary<string, Tensor>? OtherInputs = null,
    FullGradTerms Terms = FullGradTerms.All,
    LayerSelection? Layers = null);
