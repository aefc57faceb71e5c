using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>LayerCAM: features times positive gradients, place by place.</summary>
/// <remarks>
/// Computes <c>L = Σ_c max(0, g_c) ⊙ A_c</c>, A the features of the layer and g = ∂f/∂A; the map is its positive part. Made for early layers too: give layer=NAME.
/// Source: Jiang et al. 2021, equations 6 and 7.
/// </remarks>
public sealed class LayerCam(Network network, ClassActivationSettings? settings = null) : ClassActivationMethod(network, settings)
{
    /// <summary>What the method is.</summary>
    public static MethodDescription About { get; } = new(
        "layercam",
        "Features of a layer times their positive gradients, place by place.",
        "L = Σ_c max(0, g_c) ⊙ A_c, A the features of a layer, g = ∂f/∂A; map = max(0, L), upsampled",
        "Jiang et al. 2021, equations 6 and 7",
        "1 F + 1 B down to the layer",
        [Axiom.ClassSensitivity],
        "networks that have a layer with places on the picture; transformers on their patch grid");

    /// <inheritdoc/>
    public override MethodDescription Description => About;

    private protected override Tensor Combine(Tensor features, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        return (gradient.clamp_min(0) * features).sum(1, keepdim: true).MoveToOuterDisposeScope();
    }
}
