using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary><c>min(max(z, lower), upper)</c>; inputs z and optional bounds of one element. Where lower exceeds upper the output is upper.</summary>
/// <remarks>Bias: 0 where lower ≤ z ≤ upper, the bound elsewhere. Not differentiable in the bounds: they are constants to it.</remarks>
internal sealed class Clip : SingleOutputOperator
{
    public override OperatorKind Kind => OperatorKind.Nonlinear;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        var (z, lower, upper) = (inputs[0]!, Bound(inputs.Optional(1)), Bound(inputs.Optional(2)));
        return lower is null && upper is null ? z.alias() : z.clamp(lower, upper);
    }

    protected override Tensor? ComputeBias(OperatorCall call)
    {
        if (!call.IsActive(0))
            return call.Output.alias();
        using var scope = NewDisposeScope();
        var (z, y) = (call.Input(0), call.Output);
        var bounds = call.Inputs.Optional(1) is { } lower && call.Inputs.Optional(2) is { } upper ? (Lower: lower, Upper: upper) : default;
        // With the bounds in the wrong order nothing depends on z, not even where it happens to equal the output.
        var bias = bounds.Lower is not null && bounds.Lower.ToDouble() > bounds.Upper.ToDouble() ? y.alias() : y.masked_fill(z == y, 0);
        return bias.MoveToOuterDisposeScope();
    }

    private static Scalar? Bound(Tensor? bound) => bound is null ? null : bound.is_floating_point() ? (Scalar)bound.ToDouble() : (Scalar)bound.ToInt64();
}
