using static TorchSharp.torch;

namespace Salience.Decomposition;

/// <summary>Options of a decomposition.</summary>
/// <param name="MergeBatchNorm">Count a convolution and the batch normalisation behind it as one affine block with one bias.</param>
/// <param name="OtherInputs">Tensors for the network's other inputs by name; they are constants of the explanation.</param>
public sealed record FullGradientSettings(bool MergeBatchNorm = true, IReadOnlyDictionary<string, Tensor>? OtherInputs = null);
