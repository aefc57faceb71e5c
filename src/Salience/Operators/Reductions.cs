using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary><c>Σ x</c>; 0 over nothing. Linear.</summary>
internal sealed class ReduceSum(bool keepDimensions = true, bool emptyMeansNone = false) : Reduction(keepDimensions, emptyMeansNone)
{
    public override OperatorKind Kind => OperatorKind.Linear;

    protected override Tensor Reduce(Tensor x, long[] axes) => x.sum(axes, true, x.dtype);
}

/// <summary><c>(1/n) Σ x</c>. Linear.</summary>
internal sealed class ReduceMean(bool keepDimensions = true, bool emptyMeansNone = false) : Reduction(keepDimensions, emptyMeansNone)
{
    public override OperatorKind Kind => OperatorKind.Linear;

    protected override Tensor Reduce(Tensor x, long[] axes) => InFloating(x, z => z.mean(axes, true));
}

/// <summary><c>Σ |x|</c>. Homogeneous.</summary>
internal sealed class ReduceL1(bool keepDimensions = true, bool emptyMeansNone = false) : Reduction(keepDimensions, emptyMeansNone)
{
    public override OperatorKind Kind => OperatorKind.Homogeneous;

    protected override Tensor Reduce(Tensor x, long[] axes) => x.abs().sum(axes, true, x.dtype);

    protected override Tensor OfSingle(Tensor x) => x.abs();
}

/// <summary><c>√(Σ x²)</c>, of gradient 0 at 0. Homogeneous.</summary>
internal sealed class ReduceL2(bool keepDimensions = true, bool emptyMeansNone = false) : Reduction(keepDimensions, emptyMeansNone)
{
    public override OperatorKind Kind => OperatorKind.Homogeneous;

    protected override Tensor Reduce(Tensor x, long[] axes) => InFloating(x, z => axes.Aggregate(z, (norm, axis) => norm.norm((int)axis, keepdim: true)));

    protected override Tensor OfSingle(Tensor x) => x.abs();
}

/// <summary><c>Σ x²</c>. Bias: <c>−y</c>.</summary>
internal sealed class ReduceSumSquare(bool keepDimensions = true, bool emptyMeansNone = false) : Reduction(keepDimensions, emptyMeansNone)
{
    public override OperatorKind Kind => OperatorKind.Nonlinear;

    protected override Tensor Reduce(Tensor x, long[] axes) => x.square().sum(axes, true, x.dtype);

    protected override Tensor OfSingle(Tensor x) => x.square();

    protected override Tensor? ComputeBias(OperatorCall call) => call.Output.neg();
}

/// <summary><c>ln Σ x</c>. Bias: <c>y − 1</c>, for the derivative along x is 1.</summary>
internal sealed class ReduceLogSum(bool keepDimensions = true, bool emptyMeansNone = false) : Reduction(keepDimensions, emptyMeansNone)
{
    public override OperatorKind Kind => OperatorKind.Nonlinear;

    protected override Tensor Reduce(Tensor x, long[] axes) => InFloating(x, z => z.sum(axes, true).log());

    protected override Tensor OfSingle(Tensor x) => InFloating(x, z => z.log());

    protected override Tensor? ComputeBias(OperatorCall call) => call.Output - 1;
}

/// <summary><c>ln Σ eˣ</c>. Bias: <c>y − Σ softmax(x)·x</c>.</summary>
internal sealed class ReduceLogSumExp(bool keepDimensions = true, bool emptyMeansNone = false) : Reduction(keepDimensions, emptyMeansNone)
{
    public override OperatorKind Kind => OperatorKind.Nonlinear;

    protected override Tensor Reduce(Tensor x, long[] axes) => InFloating(x, z => axes.Aggregate(z, (y, axis) => y.logsumexp(axis, true)));

    protected override Tensor? ComputeBias(OperatorCall call)
    {
        using var scope = NewDisposeScope();
        var (x, axes) = (call.Input(0), AxesOf(call.Inputs));
        if (axes.Length == 0)
            return null;
        var share = (x - Restore(call.Output, axes)).exp();

        // A share of 0 is that of x = −∞, where the product would be NaN.
        var along = (share * x).masked_fill(share == 0, 0).sum(axes, keepdim: true);
        return (call.Output - Drop(along, axes)).MoveToOuterDisposeScope();
    }
}

/// <summary><c>Π x</c>; 1 over nothing. Bias over n elements: <c>(1 − n)·y</c>.</summary>
internal sealed class ReduceProd(bool keepDimensions = true, bool emptyMeansNone = false) : Reduction(keepDimensions, emptyMeansNone)
{
    public override OperatorKind Kind => OperatorKind.Nonlinear;

    protected override Tensor Reduce(Tensor x, long[] axes) => axes.Aggregate(x, (y, axis) => y.prod(axis, true, x.dtype));

    protected override Tensor? ComputeBias(OperatorCall call)
    {
        var n = AxesOf(call.Inputs).Aggregate(1L, (product, axis) => product * call.Input(0).shape[axis]);
        return n == 1 ? null : call.Output * (1 - n);
    }
}

/// <summary>The largest element; −∞, the smallest integer or false over nothing. Homogeneous: equal elements share the gradient.</summary>
internal sealed class ReduceMax(bool keepDimensions = true, bool emptyMeansNone = false) : Reduction(keepDimensions, emptyMeansNone)
{
    public override OperatorKind Kind => OperatorKind.Homogeneous;

    protected override Tensor Reduce(Tensor x, long[] axes) => Extremes.Empty(x, axes, largest: false) ?? x.amax(axes, true);
}

/// <summary>The smallest element; +∞, the largest integer or true over nothing. Homogeneous: equal elements share the gradient.</summary>
internal sealed class ReduceMin(bool keepDimensions = true, bool emptyMeansNone = false) : Reduction(keepDimensions, emptyMeansNone)
{
    public override OperatorKind Kind => OperatorKind.Homogeneous;

    protected override Tensor Reduce(Tensor x, long[] axes) => Extremes.Empty(x, axes, largest: true) ?? x.amin(axes, true);
}

/// <summary>The extreme value of a type, which is the minimum or maximum of no elements.</summary>
file static class Extremes
{
    /// <summary>The result over axes that hold no element, or <see langword="null"/> where they hold some.</summary>
    public static Tensor? Empty(Tensor x, long[] axes, bool largest)
    {
        if (axes.All(a => x.shape[a] > 0))
            return null;
        var shape = x.shape.Select((size, i) => axes.Contains(i) ? 1 : size).ToArray();
        if (x.is_floating_point())
            return full(shape, largest ? double.PositiveInfinity : double.NegativeInfinity, x.dtype, x.device);
        Scalar value = x.dtype switch
        {
            ScalarType.Bool => largest,
            ScalarType.Byte => largest ? byte.MaxValue : byte.MinValue,
            ScalarType.Int8 => largest ? sbyte.MaxValue : sbyte.MinValue,
            ScalarType.Int16 => largest ? short.MaxValue : short.MinValue,
            ScalarType.Int32 => largest ? int.MaxValue : int.MinValue,
            _ => largest ? long.MaxValue : long.MinValue,
        };
        return full(shape, value, x.dtype, x.device);
    }
}
