using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Attribution.Differences;

/// <summary>Softmax as captum has it: rescaled element by element, then less the mean of the multipliers over the whole batch.</summary>
/// <remarks>Not complete, and dependent on the batch; here for comparison with captum only.</remarks>
internal sealed class CaptumSoftmaxDifference : DifferenceRule
{
    public override Tensor Trace(DifferenceCall call)
    {
        var z = call.X;
        var difference = z.detach() - call.X0;
        var tiny = call.IsTiny(difference);
        var shifted = z - z.mean();
        var traced = shifted * call.DeltaY().div_(difference).masked_fill_(tiny, 0);
        if (!tiny.any().ToBoolean())
            return traced;
        var local = z.detach() + (shifted - shifted.detach()) * tiny.to_type(z.dtype);
        return traced + call.ForwardAt(local);
    }
}
