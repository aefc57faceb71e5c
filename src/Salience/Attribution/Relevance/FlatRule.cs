using static TorchSharp.torch;

namespace Salience.Attribution.Relevance;

/// <summary><c>R_i = Σ_j 1 / n_j · R_j</c>, n_j the number of inputs that output j reads: the flat rule.</summary>
/// <remarks>Padding has no share, and neither has the bias. Source: Lapuschkin et al. 2019.</remarks>
internal sealed class FlatRule : LayerRule
{
    public override LayerRelevance Divide(LayerCall layer, Tensor relevance)
    {
        var pass = layer.Run(ones_like(layer.X), WeightPart.Ones, withBias: false);
        return new LayerRelevance(pass.Pull(Stabilizer.Divide(relevance, pass.Output, Stabilizer.Default)), null);
    }
}
