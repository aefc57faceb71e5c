using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>The same values in another element type; floating values lose their fraction in an integer type.</summary>
/// <remarks>
/// A network that computes in another floating type casts to that one, whichever it named. Of an unsigned type the lowest
/// <paramref name="unsignedBits"/> count, see <see cref="LowestBits"/>.
/// </remarks>
internal sealed class Cast(ScalarType type, int unsignedBits = 0) : SingleOutputOperator
{
    public int UnsignedBits => unsignedBits;

    public ScalarType Type => type;

    public override OperatorKind Kind => IsFloating(type) ? OperatorKind.Structural : OperatorKind.NonDifferentiable;

    public override bool IsStep => !IsFloating(type);

    public override BiasKind BiasOf(IReadOnlyList<bool> active) => BiasKind.None;

    public override Operator WithComputeType(ScalarType computeType) => IsFloating(type) ? new Cast(computeType) : this;

    public static bool IsFloating(ScalarType type) => type is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var x = inputs[0]!;
        if (unsignedBits == 0)
            return (x.dtype == type ? x.alias() : x.to_type(type)).MoveToOuterDisposeScope();
        return LowestBits.Of(x.to_type(ScalarType.Int64), unsignedBits).to_type(type).MoveToOuterDisposeScope();
    }
}

/// <summary>The first input in the element type of the second, whose values do not matter.</summary>
internal sealed class CastLike : SingleOutputOperator
{
    public override OperatorKind Kind => OperatorKind.Structural;

    public override BiasKind BiasOf(IReadOnlyList<bool> active) => active[0] ? BiasKind.None : BiasKind.Explicit;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        var (x, type) = (inputs[0]!, inputs[1]!.dtype);
        return x.dtype == type ? x.alias() : x.to_type(type);
    }

    protected override Tensor? ComputeBias(OperatorCall call) => call.Output.alias();
}
