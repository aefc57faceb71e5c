using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Attribution.Differences;

/// <summary>Rescale, for functions of one element: <c>m = Δy/Δz</c>, the derivative where <c>|Δz|</c> is below the threshold.</summary>
/// <remarks>Source: Shrikumar, Greenside and Kundaje 2017, section 3.5.1.</remarks>
internal sealed class ElementwiseDifference : DifferenceRule
{
    public override Tensor Trace(DifferenceCall call)
    {
        var (z, y) = (call.X, call.Output);
        var difference = z.detach() - call.X0;
        var tiny = call.IsTiny(difference);
        var traced = z * call.DeltaY().div_(difference).masked_fill_(tiny, 0);
        return tiny.any().ToBoolean() ? traced + y * tiny.to_type(y.dtype) : traced;
    }
}
