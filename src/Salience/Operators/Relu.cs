using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary><c>max(0, z)</c>: positively homogeneous, no bias.</summary>
internal sealed class Relu : SingleOutputOperator
{
    public override OperatorKind Kind => OperatorKind.Homogeneous;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => nn.functional.relu(inputs[0]!);
}
