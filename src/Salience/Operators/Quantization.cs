using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>How scale and zero point of a quantised tensor lie along it: one value, one for each position of an axis, or one for each block.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="BlockSize">Elements of the axis that share a value; 0 for one value for each position.</param>
internal sealed record QuantizationLayout(long Axis = 1, long BlockSize = 0)
{
    /// <summary>The values, broadcastable to x.</summary>
    public Tensor Spread(Tensor values, Tensor x)
    {
        if (values.numel() == 1)
            return values.reshape([]);
        using var scope = NewDisposeScope();
        var axis = Axes.Normalize(Axis, x.dim());
        var spread = BlockSize > 0
            ? values.repeat_interleave(BlockSize, axis).narrow(axis, 0, x.shape[axis])
            : values.view([-1, .. Enumerable.Repeat(1L, (int)(x.dim() - 1 - axis))]);
        return spread.MoveToOuterDisposeScope();
    }
}

/// <summary><c>(x − zero point)·scale</c>; inputs: integers, scale, optionally the zero point.</summary>
/// <remarks>Integers carry no derivative; in the scale, were it an activation, the operator is linear.</remarks>
internal sealed class DequantizeLinear(QuantizationLayout layout, ScalarType? type = null) : SingleOutputOperator
{
    public QuantizationLayout Layout => layout;

    public ScalarType? Type => type;

    public override OperatorKind Kind => OperatorKind.Linear;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var (x, scale) = (inputs[0]!, inputs[1]!);
        // Differences of 32-bit integers are exact in float64.
        var levels = x.to_type(ScalarType.Float64);
        if (inputs.Count > 2 && inputs[2] is { } zero)
            levels = levels - layout.Spread(zero.to_type(ScalarType.Float64), x);
        return (levels.to_type(scale.dtype) * layout.Spread(scale, x)).to_type(type ?? scale.dtype).MoveToOuterDisposeScope();
    }

    public override Operator WithComputeType(ScalarType computeType) => type is null ? this : new DequantizeLinear(layout, computeType);
}

/// <summary><c>round(x/scale) + zero point</c>, halves to even, saturated to the integer type; inputs: x, scale, optionally the zero point.</summary>
internal sealed class QuantizeLinear(QuantizationLayout layout, ScalarType type) : SingleOutputOperator
{
    public QuantizationLayout Layout => layout;

    public ScalarType Type => type;

    public override OperatorKind Kind => OperatorKind.NonDifferentiable;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var x = inputs[0]!.detach();
        var target = inputs.Count > 2 && inputs[2] is not null ? inputs[2]!.dtype : type;
        var levels = (x / layout.Spread(inputs[1]!.detach(), x)).round().to_type(ScalarType.Float64);
        if (inputs.Count > 2 && inputs[2] is { } zero)
            levels = levels + layout.Spread(zero.to_type(ScalarType.Float64), x);
        var (low, high) = target switch
        {
            ScalarType.Byte => (0.0, 255.0),
            ScalarType.Int8 => (-128.0, 127.0),
            ScalarType.Int16 => (-32768.0, 32767.0),
            // uint16: torch's int32 holds it, and ONNX has no 32-bit target.
            ScalarType.Int32 => (0.0, 65535.0),
            _ => throw new ArgumentException($"QuantizeLinear to {target} is not supported; to 8 and 16 bits it is."),
        };
        return levels.clamp(low, high).to_type(target).MoveToOuterDisposeScope();
    }
}
