using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary><c>√z</c>. Bias: <c>√z / 2</c>. At 0 the derivative, which is infinite, is taken as 0, see <see cref="RootAtZero"/>.</summary>
internal sealed class Sqrt : ElementwiseFunction
{
    protected override Tensor Apply(Tensor z) => RootAtZero.Apply(z, x => x.sqrt());

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
/// <c>y ln x</c> is 0 where y is. For a constant 0 &lt; p &lt; 1 the derivative at x = 0 is taken as 0, see <see cref="RootAtZero"/>.
/// </remarks>
internal sealed class Pow : SingleOutputOperator
{
    public override OperatorKind Kind => OperatorKind.Nonlinear;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var (x, p) = (inputs[0]!, inputs[1]!);
        // libtorch has fast paths for a number as exponent (2, 3, ½, …), none for a tensor of one element.
        var y = x.is_floating_point() && !p.requires_grad && p.numel() == 1 && p.dim() <= x.dim() ? Power(x, p.ToDouble()) : x.pow(p);
        return y.to_type(x.dtype).MoveToOuterDisposeScope();
    }

    private static Tensor Power(Tensor x, double p) => p is > 0 and < 1 ? RootAtZero.Apply(x, z => z.pow((Scalar)p)) : x.pow((Scalar)p);

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

/// <summary>Roots at 0, where their derivative is infinite: it is taken as 0.</summary>
/// <remarks>
/// A root is often the last step of a norm, whose inner derivative is 0 there, and 0·∞ would make the whole gradient NaN. 0 is a subgradient of
/// the norm and the one that libtorch takes for its own; f(0) = 0, so that the bias stays what the formula says.
/// </remarks>
internal static class RootAtZero
{
    /// <summary><paramref name="root"/> of z; elements that are 0 stay 0 and pass no gradient.</summary>
    public static Tensor Apply(Tensor z, Func<Tensor, Tensor> root)
    {
        if (!z.requires_grad)
            return root(z);
        var zero = z.detach() == 0;
        return zero.any().ToBoolean() ? root(z.masked_fill(zero, 1)).masked_fill(zero, 0) : root(z);
    }
}
