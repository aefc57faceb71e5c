using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary><c>√z</c>. Bias: <c>√z / 2</c>, finite at 0 although the derivative is not.</summary>
internal sealed class Sqrt : ElementwiseFunction
{
    protected override Tensor Apply(Tensor z) => z.sqrt();

    protected override Tensor Offset(Tensor z, Tensor y) => y / 2;
}

/// <summary><c>1/z</c>. Bias: <c>2/z</c>.</summary>
internal sealed class Reciprocal : ElementwiseFunction
{
    protected override Tensor Apply(Tensor z) => z.reciprocal();

    protected override Tensor Offset(Tensor z, Tensor y) => y * 2;
}

/// <summary><c>y = x^p</c> in the element type of x; inputs x, p.</summary>
/// <remarks>
/// Bias: <c>(1 − p)·y</c> where only x is active, <c>(1 − p ln x)·y</c> where only p is, <c>(1 − p − p ln x)·y</c> where both are; a factor
/// <c>y ln x</c> is 0 where y is. At x = 0 with 0 &lt; p &lt; 1 the derivative is infinite and the bias 0.
/// </remarks>
internal sealed class Pow : SingleOutputOperator
{
    public override OperatorKind Kind => OperatorKind.Nonlinear;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var (x, p) = (inputs[0]!, inputs[1]!);
        // libtorch has fast paths for a number as exponent (2, 3, ½, …), none for a tensor of one element.
        var y = x.is_floating_point() && !p.requires_grad && p.numel() == 1 && p.dim() <= x.dim() ? x.pow((Scalar)p.ToDouble()) : x.pow(p);
        return y.to_type(x.dtype).MoveToOuterDisposeScope();
    }

    protected override Tensor? ComputeBias(OperatorCall call)
    {
        using var scope = NewDisposeScope();
        var (x, p, y) = (call.Input(0), call.Input(1), call.Output);
        var bias = y;
        if (call.IsActive(0))
            bias = bias - p * y;
        if (call.IsActive(1))
            bias = bias - p * y.xlogy(x);
        return bias.to_type(y.dtype).MoveToOuterDisposeScope();
    }
}
