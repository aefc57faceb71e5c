using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Attribution.Relevance;

/// <summary><c>R_i = Σ_j x_i (w_ij + γ w_ij⁺) / Σ_k (x_k (w_kj + γ w_kj⁺)) · R_j</c> for inputs ≥ 0: the γ-rule.</summary>
/// <remarks>
/// In general the contributions that have the sign of z_j are weighted by 1 + γ: for z_j &gt; 0 with w + γw⁺ at positive and w + γw⁻ at negative inputs, for
/// z_j &lt; 0 the other way round. The bias counts as a positive input. Outputs that are exactly 0 pass nothing on. Sources: Montavon et al. 2019, section
/// 10.2.1; for signed inputs Andéol et al. 2021.
/// </remarks>
internal sealed class GammaRule : LayerRule
{
    public override LayerRelevance Divide(LayerCall layer, Tensor relevance)
    {
        var z = layer.Run(layer.X, WeightPart.All, withBias: true).Output;
        var above = Side(layer, relevance * z.gt(0), WeightPart.MorePositive, WeightPart.MoreNegative);
        var below = Side(layer, relevance * z.lt(0), WeightPart.MoreNegative, WeightPart.MorePositive);
        return new LayerRelevance(above.Input + below.Input, above.Bias is null ? null : above.Bias + below.Bias!);
    }

    private static LayerRelevance Side(LayerCall layer, Tensor relevance, WeightPart positive, WeightPart negative)
    {
        var contributions = new Contributions(layer, positive, negative);
        return contributions.Share(Stabilizer.Divide(relevance, contributions.Sums, Stabilizer.Default));
    }
}
