using System.Runtime.ExceptionServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Attribution.Differences;

/// <summary>An operator whose backward pass is that of its <see cref="OperatorPath"/>.</summary>
internal sealed class PathFunction : autograd.SingleTensorFunction<PathFunction>
{
    public override string Name => "PathMultiplier";

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        ctx.save_data("path", vars[^1]);
        ctx.set_materialize_grads(false);
        return ((OperatorPath)vars[^1]).Output.detach();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var path = (OperatorPath)ctx.get_data("path");
        var none = Enumerable.Repeat<Tensor>(null!, path.Active.Count + 1).ToList();
        if (grad_output.IsInvalid || path.Session.Failure is not null)
            return none;
        try
        {
            return [.. path.Pull(grad_output.detach()), null!];
        }
        catch (Exception e)
        {
            path.Session.Failure = ExceptionDispatchInfo.Capture(e);
            return none;
        }
    }
}
