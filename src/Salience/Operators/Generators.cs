using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>A tensor of the shape that is its input, filled with one number.</summary>
internal sealed class ConstantOfShape : SingleOutputOperator
{
    private readonly ScalarType _type;
    private readonly double _real;
    private readonly long? _whole;

    /// <summary>Fills with a number of a floating type.</summary>
    public ConstantOfShape(double value = 0, ScalarType type = ScalarType.Float32) => (_real, _type) = (value, type);

    /// <summary>Fills with a number of an integer type or a truth value; the largest ones have no exact double.</summary>
    public ConstantOfShape(long value, ScalarType type) => (_whole, _type) = (value, type);

    public ScalarType Type => _type;

    /// <summary>The number of an integer type, <see langword="null"/> where the type is floating.</summary>
    public long? Whole => _whole;

    /// <summary>The number of a floating type.</summary>
    public double Real => _real;

    public override OperatorKind Kind => OperatorKind.NonDifferentiable;

    public override Operator WithComputeType(ScalarType computeType) => _whole is null ? new ConstantOfShape(_real, computeType) : this;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using Scalar value = _whole is { } whole ? (Scalar)whole : (Scalar)_real;
        return full(IntegerList.Of(inputs[0]!), value, _type, inputs[0]!.device);
    }
}

/// <summary>Ones on the k-th diagonal of a matrix shaped like the input, in the given element type or the input's.</summary>
internal sealed class EyeLike(long k = 0, ScalarType? type = null) : SingleOutputOperator
{
    public long K => k;

    public ScalarType? Type => type;

    public override OperatorKind Kind => OperatorKind.NonDifferentiable;

    public override Operator WithComputeType(ScalarType computeType) => type is { } t && Cast.IsFloating(t) ? new EyeLike(k, computeType) : this;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var x = inputs[0]!;
        var row = arange(x.shape[0], ScalarType.Int64, x.device).unsqueeze(1);
        var column = arange(x.shape[1], ScalarType.Int64, x.device);
        return (column - row == k).to_type(type ?? x.dtype).MoveToOuterDisposeScope();
    }
}

/// <summary><c>start, start + delta, …</c> up to, not including, limit; inputs start, limit, delta, scalars of one type, which is the output's.</summary>
internal sealed class Range : SingleOutputOperator
{
    public override OperatorKind Kind => OperatorKind.NonDifferentiable;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var (start, limit, delta) = (inputs[0]!.reshape([]), inputs[1]!.reshape([]), inputs[2]!.reshape([]));
        var count = Math.Max(0, start.is_floating_point() ? CountReal(start, limit, delta) : CountWhole(start, limit, delta));
        return (arange(count, start.dtype, start.device) * delta + start).MoveToOuterDisposeScope();
    }

    private static long CountReal(Tensor start, Tensor limit, Tensor delta)
    {
        var count = Math.Ceiling((limit.ToDouble() - start.ToDouble()) / delta.ToDouble());
        return double.IsFinite(count) && count <= int.MaxValue ? (long)count : throw Endless(start, limit, delta);
    }

    private static long CountWhole(Tensor start, Tensor limit, Tensor delta)
    {
        var (from, to, by) = (start.ToInt64(), limit.ToInt64(), delta.ToInt64());
        if (by == 0)
            throw Endless(start, limit, delta);
        // In 128 bits: the difference of two numbers of 64 may have more.
        var (quotient, remainder) = Int128.DivRem((Int128)to - from, by);
        var count = remainder != 0 && (remainder > 0) == (by > 0) ? quotient + 1 : quotient;
        return count <= int.MaxValue ? (long)Int128.Max(count, 0) : throw Endless(start, limit, delta);
    }

    private static ArgumentException Endless(Tensor start, Tensor limit, Tensor delta) =>
        new(FormattableString.Invariant($"Range from {start.ToDouble()} to {limit.ToDouble()} in steps of {delta.ToDouble()} has no usable length."));
}
