using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary><c>−z</c>: linear.</summary>
internal sealed class Neg : SingleOutputOperator
{
    public override OperatorKind Kind => OperatorKind.Linear;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]!.neg();
}

/// <summary><c>|z|</c>: positively homogeneous, no bias.</summary>
internal sealed class Abs : SingleOutputOperator
{
    public override OperatorKind Kind => OperatorKind.Homogeneous;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]!.abs();
}

/// <summary>A step function: its derivative is 0 wherever it has one, so that its bias is its output.</summary>
internal abstract class StepFunction : ElementwiseFunction
{
    public override bool IsStep => true;

    protected sealed override Tensor Offset(Tensor z, Tensor y) => y.alias();
}

/// <summary>−1, 0 or 1. Bias: the output.</summary>
internal sealed class Sign : StepFunction
{
    protected override Tensor Apply(Tensor z) => z.sign();
}

/// <summary>The largest integer not above z. Bias: the output.</summary>
internal sealed class Floor : StepFunction
{
    protected override Tensor Apply(Tensor z) => z.floor();
}

/// <summary>The smallest integer not below z. Bias: the output.</summary>
internal sealed class Ceil : StepFunction
{
    protected override Tensor Apply(Tensor z) => z.ceil();
}

/// <summary>The nearest integer, halves to the even one. Bias: the output.</summary>
internal sealed class Round : StepFunction
{
    protected override Tensor Apply(Tensor z) => z.round();
}
