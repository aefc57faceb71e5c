using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Attribution.Differences;

/// <summary>An operator's output with another value's derivative: <c>y</c> forwards, the gradient goes on to the traced value.</summary>
internal sealed class Substitute : autograd.SingleTensorFunction<Substitute>
{
    public override string Name => "DifferenceMultiplier";

    /// <summary>The output in whose place the traced value is differentiated.</summary>
    public static Tensor Apply(Tensor traced, Tensor output, DifferenceSession session)
    {
        // TorchSharp caches an empty tensor of the value's size for each function; nothing here reads it, so the scope frees it at once.
        using var scope = NewDisposeScope();
        return apply(traced, output.detach(), session).MoveToOuterDisposeScope();
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        ctx.save_data("session", vars[2]);
        ctx.set_materialize_grads(false);
        return ((Tensor)vars[1]).detach();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        if (grad_output.IsInvalid)
            return [null!, null!, null!];
        ((DifferenceSession)ctx.get_data("session")).Hold(grad_output);
        return [grad_output, null!, null!];
    }
}
