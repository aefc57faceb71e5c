using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>HiResCAM: features times gradients, place by place.</summary>
/// <remarks>
/// Computes <c>L = Σ_c g_c ⊙ A_c</c>, A the features of the layer and g = ∂f/∂A; the map is its positive part. Where the layers behind are linear and have no bias it adds up to f.
/// Source: Draelos and Carin 2020, equation 3.
/// </remarks>
public sealed class HiResCam(Network network, ClassActivationSettings? settings = null) : ClassActivationMethod(network, settings)
{
    /// <summary>What the method is.</summary>
    public static MethodDescription About { get; } = new(
        "hirescam",
        "Features of a late layer times their gradients, place by place.",
        "L = Σ_c g_c ⊙ A_c, A the features of a layer, g = ∂f/∂A; map = max(0, L), upsampled",
        "Draelos and Carin 2020, equation 3",
        "1 F + 1 B down to the layer",
        [Axiom.ClassSensitivity],
        "networks that have a layer with places on the picture; transformers on their patch grid");

    /// <inheritdoc/>
    public override MethodDescription Description => About;

    private protected override Tensor Combine(Tensor features, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        return (gradient * features).sum(1, keepdim: true).MoveToOuterDisposeScope();
    }
}
