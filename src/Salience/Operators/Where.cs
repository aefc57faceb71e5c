using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>a where the condition holds, b elsewhere; inputs condition, a, b, broadcast together. A constant a or b is the bias in its places.</summary>
internal sealed class Where : JointlyLinearOperator
{
    public override OperatorKind Kind => OperatorKind.Structural;

    protected override bool IsData(int index) => index > 0;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => where(inputs[0]!, inputs[1]!, inputs[2]!);
}
