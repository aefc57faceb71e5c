using static TorchSharp.torch;

namespace Salience.Attribution.Relevance;

/// <summary><c>R_i = Σ_j w_ij² / (Σ_k w_kj² + b_j²) · R_j</c>: the w²-rule.</summary>
/// <remarks>For first layers whose inputs are not bounded. Padding has no share. Source: Montavon et al. 2017, equation 12; the bias as in zennit.</remarks>
internal sealed class WSquareRule : LayerRule
{
    public override LayerRelevance Divide(LayerCall layer, Tensor relevance)
    {
        var pass = layer.Run(ones_like(layer.X), WeightPart.Squared, withBias: true);
        var g = Stabilizer.Divide(relevance, pass.Output, Stabilizer.Default);
        return new LayerRelevance(pass.Pull(g), layer.BiasShare(WeightPart.Squared, g));
    }
}
