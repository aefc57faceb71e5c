using static TorchSharp.torch;

namespace Salience.Attribution.Relevance;

/// <summary>How a layer, <c>z_j = Σ_i x_i w_ij + b_j</c>, divides the relevance R_j of its outputs among its inputs.</summary>
internal abstract class LayerRule
{
    /// <summary>Divides the relevance.</summary>
    /// <param name="layer">The layer's evaluation.</param>
    /// <param name="relevance">R, shaped like the output.</param>
    public abstract LayerRelevance Divide(LayerCall layer, Tensor relevance);
}
