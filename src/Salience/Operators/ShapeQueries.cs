using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>The sizes of a tensor as an int64 list, cut to the dimensions <paramref name="start"/> (included) to <paramref name="end"/> (excluded).</summary>
/// <remarks>Negative bounds count from the end; both are clamped to the rank, so that no bound is out of range.</remarks>
internal sealed class Shape(long start = 0, long? end = null) : SingleOutputOperator
{
    public long Start => start;

    public long? End => end;

    public override OperatorKind Kind => OperatorKind.NonDifferentiable;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        var shape = inputs[0]!.shape;
        var first = Clamp(start, shape.Length);
        var last = Clamp(end ?? shape.Length, shape.Length);
        return tensor(first < last ? shape[first..last] : [], ScalarType.Int64);
    }

    private static int Clamp(long bound, int rank) => (int)Math.Clamp(bound < 0 ? bound + rank : bound, 0, rank);
}

/// <summary>The number of elements of a tensor, an int64 scalar.</summary>
internal sealed class Size : SingleOutputOperator
{
    public override OperatorKind Kind => OperatorKind.NonDifferentiable;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => tensor(inputs[0]!.numel(), ScalarType.Int64);
}
