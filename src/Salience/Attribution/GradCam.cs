using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>Grad-CAM: features weighted by their mean gradient.</summary>
/// <remarks>
/// Computes <c>L = Σ_c mean_hw(g_c) · A_c</c>, A the features of the layer and g = ∂f/∂A; the map is its positive part. 
/// Source: Selvaraju et al. 2017, equations 1 and 2.
/// </remarks>
public sealed class GradCam(Network network, ClassActivationSettings? settings = null) : ClassActivationMethod(network, settings)
{
    /// <summary>What the method is.</summary>
    public static MethodDescription About { get; } = new(
        "grad-cam",
        "Features of a late layer, each channel weighted by its mean gradient.",
        "L = Σ_c mean_hw(g_c) · A_c, A the features of a layer, g = ∂f/∂A; map = max(0, L), upsampled",
        "Selvaraju et al. 2017, equations 1 and 2",
        "1 F + 1 B down to the layer",
        [Axiom.ClassSensitivity],
        "networks that have a layer with places on the picture; transformers on their patch grid");

    /// <inheritdoc/>
    public override MethodDescription Description => About;

    private protected override Tensor Combine(Tensor features, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        return (gradient.mean([2, 3], keepdim: true) * features).sum(1, keepdim: true).MoveToOuterDisposeScope();
    }
}
