using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Attribution.Relevance;

/// <summary><c>R_i = Σ_j (x_i w_ij − l_i w_ij⁺ − h_i w_ij⁻) / Σ_k (x_k w_kj − l_k w_kj⁺ − h_k w_kj⁻) · R_j</c>: the z-box rule.</summary>
/// <remarks>
/// For inputs known to lie in a box, l ≤ x ≤ h, such as pixels; every contribution is then ≥ 0. The bias cancels in the denominator and gets nothing.
/// Source: Montavon et al. 2017, equation 14.
/// </remarks>
/// <param name="low">l, the smallest value of each image where <see langword="null"/>.</param>
/// <param name="high">h, the largest value of each image where <see langword="null"/>.</param>
internal sealed class ZBoxRule(double? low, double? high) : LayerRule
{
    public override LayerRelevance Divide(LayerCall layer, Tensor relevance)
    {
        var x = layer.X;
        var axes = Enumerable.Range(1, (int)x.dim() - 1).Select(i => (long)i).ToArray();
        var l = (low is { } lower ? x.new_full([1], lower) : x.amin(axes, keepdim: true)).expand(x.shape);
        var h = (high is { } upper ? x.new_full([1], upper) : x.amax(axes, keepdim: true)).expand(x.shape);
        var whole = layer.Run(x, WeightPart.All, withBias: false);
        var bottom = layer.Run(l, WeightPart.Positive, withBias: false);
        var top = layer.Run(h, WeightPart.Negative, withBias: false);
        var g = Stabilizer.Divide(relevance, whole.Output - bottom.Output - top.Output, Stabilizer.Default);
        return new LayerRelevance(x * whole.Pull(g) - l * bottom.Pull(g) - h * top.Pull(g), null);
    }
}
