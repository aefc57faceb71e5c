using static TorchSharp.torch;

namespace Salience.Attribution.Relevance;

/// <summary><c>R_i = Σ_j x_i w_ij / (z_j + ε·sign z_j) · R_j</c>: the ε-rule; with ε = 0 LRP-0 (LRP-z).</summary>
/// <remarks>ε takes the share ε/(|z_j| + ε), the bias the share of b_j. Source: Bach et al. 2015, equations 56 and 58.</remarks>
internal sealed class EpsilonRule(double epsilon) : LayerRule
{
    public override LayerRelevance Divide(LayerCall layer, Tensor relevance)
    {
        var pass = layer.Run(layer.X, WeightPart.All, withBias: true);
        var g = Stabilizer.Divide(relevance, pass.Output, epsilon);
        return new LayerRelevance(layer.X * pass.Pull(g), layer.BiasShare(WeightPart.All, g));
    }
}
