using Salience.Networks;
using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Attribution.Engine;

/// <summary>Gives rectifiers another backward rule while a network is recorded.</summary>
/// <param name="keepsMask">Whether the rectifier's own derivative applies too (guided backpropagation), or the sign of the gradient alone decides (deconvolution).</param>
internal sealed class RectifierRule(bool keepsMask) : IExecutionObserver, IDisposable
{
    private Tensor? _held;

    /// <summary>Whether a node is a rectifier: Relu, or Clip from 0 on (ReLU6).</summary>
    public static bool Applies(Node node) => node.Operator is Relu or Clip;

    /// <inheritdoc/>
    public void OnExecuted(Node node, IReadOnlyList<Tensor?> inputs, Tensor[] outputs)
    {
        if (!Applies(node) || !outputs[0].requires_grad || (node.Operator is Clip && !BeginsAtZero(inputs)))
            return;
        using var scope = NewDisposeScope();
        var plain = outputs[0];
        outputs[0] = (keepsMask ? PositivePart.apply(plain, this) : Deconvolved.apply(inputs[0]!, plain, this)).MoveToOuterDisposeScope();
        plain.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => _held?.Dispose();

    private static bool BeginsAtZero(IReadOnlyList<Tensor?> inputs) =>
        inputs.Count > 1 && inputs[1] is { } low && low.numel() == 1 && low.to_type(ScalarType.Float64).ToDouble() == 0;

    /// <summary>The positive part of a gradient. The one of the rectifier above is freed: the engine has taken it over by now.</summary>
    /// <remarks>Handles left to the dispose scope would keep the gradients of all layers alive together.</remarks>
    private Tensor Rectify(Tensor gradient)
    {
        _held?.Dispose();
        _held = gradient.clamp_min(0).DetachFromDisposeScope();
        gradient.Dispose();
        return _held;
    }

    /// <summary>The identity; its backward pass lets positive gradients through.</summary>
    private sealed class PositivePart : autograd.SingleTensorFunction<PositivePart>
    {
        public override string Name => "GuidedRectifier";

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            ctx.set_materialize_grads(false);
            ctx.save_data("rule", vars[1]);
            return ((Tensor)vars[0]).detach();
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
            [grad_output.IsInvalid ? null! : ((RectifierRule)ctx.get_data("rule")).Rectify(grad_output), null!];
    }

    /// <summary>The rectifier's output as a function of its input, with a backward pass that knows the gradient's sign only.</summary>
    private sealed class Deconvolved : autograd.SingleTensorFunction<Deconvolved>
    {
        public override string Name => "DeconvolvedRectifier";

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            ctx.set_materialize_grads(false);
            ctx.save_data("rule", vars[2]);
            return ((Tensor)vars[1]).detach();
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
            [grad_output.IsInvalid ? null! : ((RectifierRule)ctx.get_data("rule")).Rectify(grad_output), null!, null!];
    }
}
