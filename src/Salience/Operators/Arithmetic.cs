using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary><c>a + b</c>.</summary>
internal sealed class Add : JointlyLinearOperator
{
    public override OperatorKind Kind => OperatorKind.Affine;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]! + inputs[1]!;

    // The constant as it is: the caller broadcasts it.
    protected override Tensor? ComputeBias(OperatorCall call) => call.Input(call.IsActive(0) ? 1 : 0).alias();
}

/// <summary><c>a − b</c>.</summary>
internal sealed class Sub : JointlyLinearOperator
{
    public override OperatorKind Kind => OperatorKind.Affine;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]! - inputs[1]!;

    protected override Tensor? ComputeBias(OperatorCall call) => call.IsActive(0) ? call.Input(1).neg() : call.Input(0).alias();
}

/// <summary><c>a · b</c>. Bias of a product of two activations: <c>−y</c>.</summary>
internal sealed class Mul : SingleOutputOperator
{
    public override OperatorKind Kind => OperatorKind.Nonlinear;

    public override BiasKind BiasOf(IReadOnlyList<bool> active) => active[0] && active[1] ? BiasKind.Implicit : BiasKind.None;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]! * inputs[1]!;

    protected override Tensor? ComputeBias(OperatorCall call) => call.Output.neg();
}

/// <summary><c>a / b</c>; integers are divided towards zero. Bias: <c>y</c> for two activations, <c>2y</c> where only the divisor is one.</summary>
internal sealed class Div : SingleOutputOperator
{
    public override OperatorKind Kind => OperatorKind.Nonlinear;

    public override BiasKind BiasOf(IReadOnlyList<bool> active) => active[1] ? BiasKind.Implicit : BiasKind.None;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        var (a, b) = (inputs[0]!, inputs[1]!);
        return a.is_floating_point() || b.is_floating_point() ? a / b : a.div(b, RoundingMode.trunc);
    }

    protected override Tensor? ComputeBias(OperatorCall call) => call.IsActive(0) ? call.Output.alias() : call.Output * 2;
}

/// <summary>
/// The remainder <c>a − q·b</c>: with the divisor's sign, q = ⌊a/b⌋, or with <paramref name="truncate"/> with the dividend's, q = a/b rounded
/// towards zero.
/// </summary>
/// <remarks>q is locally constant. Bias: none for two activations, <c>y − a = −q·b</c> where only a is one, <c>a</c> where only b is.</remarks>
internal sealed class Mod(bool truncate = false) : SingleOutputOperator
{
    public bool Truncate => truncate;

    public override OperatorKind Kind => OperatorKind.Homogeneous;

    public override BiasKind BiasOf(IReadOnlyList<bool> active) => active[0] && active[1] ? BiasKind.None : BiasKind.Implicit;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) =>
        truncate ? inputs[0]!.fmod(inputs[1]!) : inputs[0]!.remainder(inputs[1]!);

    protected override Tensor? ComputeBias(OperatorCall call) => call.IsActive(0) ? call.Output - call.Input(0) : call.Input(0).alias();
}
