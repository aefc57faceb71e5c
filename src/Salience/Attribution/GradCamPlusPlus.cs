using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>Grad-CAM++: features weighted by positive gradients, each place by its share of the second-order effect.</summary>
/// <remarks>
/// Computes <c>L = Σ_c (Σ_hw α_c · max(0, g_c)) · A_c,  α = g² / (2g² + Σ_hw A · g³)</c>, A the features of the layer and g = ∂f/∂A; the map is its positive part. Where the denominator is 0, α is 0.
/// Source: Chattopadhay et al. 2018, equations 10 to 19, for the score itself.
/// </remarks>
public sealed class GradCamPlusPlus(Network network, ClassActivationSettings? settings = null) : ClassActivationMethod(network, settings)
{
    /// <summary>What the method is.</summary>
    public static MethodDescription About { get; } = new(
        "grad-cam++",
        "Grad-CAM with weights that count places by their second-order effect.",
        "L = Σ_c (Σ_hw α_c · max(0, g_c)) · A_c,  α = g² / (2g² + Σ_hw A · g³), A the features of a layer, g = ∂f/∂A; map = max(0, L), upsampled",
        "Chattopadhay et al. 2018, equations 10 to 19, for the score itself",
        "1 F + 1 B down to the layer",
        [Axiom.ClassSensitivity],
        "networks that have a layer with places on the picture; transformers on their patch grid");

    /// <inheritdoc/>
    public override MethodDescription Description => About;

    private protected override Tensor Combine(Tensor features, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        var square = gradient.square();
        var denominator = 2 * square + (features * square * gradient).sum([2, 3], keepdim: true);
        var share = where(denominator == 0, zeros_like(denominator), square / where(denominator == 0, ones_like(denominator), denominator));
        var weights = (share * gradient.clamp_min(0)).sum([2, 3], keepdim: true);
        return (weights * features).sum(1, keepdim: true).MoveToOuterDisposeScope();
    }
}
