using Salience.PostProcessing;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>Options of <see cref="FullGrad"/>.</summary>
/// <param name="Preset">How terms become a map; <see cref="Presets.Paper"/> where <see langword="null"/>.</param>
/// <param name="FoldBatchNorm">Whether batch normalisation is folded into convolutions first where the preset merges them: faster, same terms.</param>
/// <param name="OtherInputs">Tensors for the network's other inputs by name.</param>
public sealed record FullGradSettings(Preset? Preset = null, bool FoldBatchNorm = true, IReadOnlyDictionary<string, Tensor>? OtherInputs = null);
