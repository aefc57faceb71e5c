using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Attribution.Differences;

/// <summary>
/// Maximum over windows: <c>Δy</c> goes to the place of the larger of the two maxima, that of the image where <c>y ≥ y₀</c>, that of the reference
/// elsewhere; there the input differs by at least as much, in the same direction.
/// </summary>
/// <remarks>
/// The rule of captum and shap. Places whose input differs by less than the threshold get the derivative, as captum has it.
/// </remarks>
internal sealed class MaxPoolDifference : DifferenceRule
{
    public override Tensor Trace(DifferenceCall call)
    {
        var (z, y) = (call.X, call.Output.detach());
        var (own, others) = (Places(call, z.detach()), Places(call, call.X0));
        var places = where(y >= call.Y0, own, others).reshape(-1);
        var difference = z.detach() - call.X0;
        var there = difference.reshape(-1).index_select(0, places).view_as(y);
        var multiplier = (y - call.Y0).div_(there).masked_fill_(call.IsTiny(there), 0);
        var traced = z.reshape(-1).index_select(0, places).view_as(y) * multiplier;
        var tiny = call.IsTiny(difference);
        return tiny.any().ToBoolean() ? traced + (z * tiny.to_type(z.dtype)).reshape(-1).index_select(0, own.reshape(-1)).view_as(y) : traced;
    }

    /// <summary>Where in the flattened input each maximum stands.</summary>
    private static Tensor Places(DifferenceCall call, Tensor z) => new MaxPool(((MaxPool)call.Node.Operator).Window, withIndices: true).Forward([z])[1];
}
