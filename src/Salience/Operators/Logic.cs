using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>A question about each element or pair of elements: no gradient passes.</summary>
internal abstract class Predicate : SingleOutputOperator
{
    public override OperatorKind Kind => OperatorKind.NonDifferentiable;
}

/// <summary><c>a ∧ b</c>.</summary>
internal sealed class And : Predicate
{
    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]!.logical_and(inputs[1]!);
}

/// <summary><c>a ∨ b</c>.</summary>
internal sealed class Or : Predicate
{
    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]!.logical_or(inputs[1]!);
}

/// <summary>Either a or b, not both.</summary>
internal sealed class Xor : Predicate
{
    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]!.logical_xor(inputs[1]!);
}

/// <summary><c>¬a</c>.</summary>
internal sealed class Not : Predicate
{
    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]!.logical_not();
}

/// <summary><c>a = b</c>.</summary>
internal sealed class Equal : Predicate
{
    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]!.eq(inputs[1]!);
}

/// <summary><c>a &gt; b</c>.</summary>
internal sealed class Greater : Predicate
{
    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]!.gt(inputs[1]!);
}

/// <summary><c>a ≥ b</c>.</summary>
internal sealed class GreaterOrEqual : Predicate
{
    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]!.ge(inputs[1]!);
}

/// <summary><c>a &lt; b</c>.</summary>
internal sealed class Less : Predicate
{
    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]!.lt(inputs[1]!);
}

/// <summary><c>a ≤ b</c>.</summary>
internal sealed class LessOrEqual : Predicate
{
    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]!.le(inputs[1]!);
}

/// <summary>Whether an element is not a number.</summary>
internal sealed class IsNaN : Predicate
{
    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]!.isnan();
}

/// <summary>Whether an element is infinite, of the signs asked for.</summary>
internal sealed class IsInf(bool negative = true, bool positive = true) : Predicate
{
    public bool Negative => negative;

    public bool Positive => positive;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => (negative, positive) switch
    {
        (true, true) => inputs[0]!.isinf(),
        (true, false) => inputs[0]!.isneginf(),
        (false, true) => inputs[0]!.isposinf(),
        _ => zeros_like(inputs[0]!, ScalarType.Bool),
    };
}
