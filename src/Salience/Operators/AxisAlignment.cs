using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>
/// Gives a tensor trailing axes of size 1, so that its axes stand at those from <paramref name="axis"/> on of another tensor when both are broadcast
/// from the right; inputs the tensor and the other one's shape. The way two operands met before opset 7.
/// </summary>
internal sealed class AxisAlignment(long axis) : SingleOutputOperator
{
    public long Axis => axis;

    public override OperatorKind Kind => OperatorKind.Structural;

    public override BiasKind BiasOf(IReadOnlyList<bool> active) => BiasKind.None;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        var x = inputs[0]!;
        var rank = inputs[1]!.numel();
        var trailing = rank - (axis < 0 ? axis + rank : axis) - x.dim();
        return trailing <= 0 ? x.alias() : x.reshape([.. x.shape, .. Enumerable.Repeat(1L, (int)trailing)]);
    }
}
