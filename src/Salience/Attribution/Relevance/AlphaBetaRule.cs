using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Attribution.Relevance;

/// <summary><c>R_i = Σ_j (α (x_i w_ij)⁺ / z_j⁺ − β (x_i w_ij)⁻ / z_j⁻) · R_j</c> with β = α − 1: the αβ-rule.</summary>
/// <remarks>
/// z⁺ sums the positive contributions and b⁺, z⁻ the negative ones and b⁻. An output without contributions of one sign passes the other sign's part on
/// only. Source: Bach et al. 2015, equation 60. With α = 1 it is the z⁺-rule, for inputs ≥ 0 that of Montavon et al. 2017, equation 11.
/// </remarks>
internal sealed class AlphaBetaRule(double alpha) : LayerRule
{
    public override LayerRelevance Divide(LayerCall layer, Tensor relevance)
    {
        var positive = new Contributions(layer, WeightPart.Positive, WeightPart.Negative);
        var above = positive.Share(Stabilizer.Divide(relevance, positive.Sums, Stabilizer.Default));
        if (alpha == 1)
            return above;
        var negative = new Contributions(layer, WeightPart.Negative, WeightPart.Positive);
        var below = negative.Share(Stabilizer.Divide(relevance, negative.Sums, Stabilizer.Default));
        var beta = alpha - 1;
        return new LayerRelevance(above.Input * alpha - below.Input * beta, above.Bias is null ? null : above.Bias * alpha - below.Bias! * beta);
    }
}
