using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>The upper (or lower) triangle of every matrix, zero elsewhere; the second input moves the diagonal up by k.</summary>
internal sealed class Trilu(bool upper = true) : StructuralOperator
{
    public bool Upper => upper;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        var k = inputs.Count > 1 && inputs[1] is { } diagonal ? IntegerList.Single(diagonal) : 0;
        return upper ? inputs[0]!.triu(k) : inputs[0]!.tril(k);
    }
}

/// <summary>
/// Vectors along a new <paramref name="axis"/> with the on-value at the index and the off-value elsewhere; inputs indices, depth and
/// values (off, on). An index outside −depth … depth − 1 gives only off-values.
/// </summary>
internal sealed class OneHot(long axis = -1) : SingleOutputOperator
{
    public long Axis => axis;

    public override OperatorKind Kind => OperatorKind.Structural;

    public override BiasKind BiasOf(IReadOnlyList<bool> active) => BiasKind.None;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var depth = IntegerList.Single(inputs[1]!);
        var along = Axes.Normalize(axis, inputs[0]!.dim() + 1);
        var places = arange(depth, ScalarType.Int64, inputs[0]!.device).view([depth, .. Enumerable.Repeat(1L, (int)(inputs[0]!.dim() - along))]);
        var hot = Axes.NormalizeIndices(inputs[0]!, depth).unsqueeze(along) == places;
        var values = inputs[2]!;
        return where(hot, values.select(0, 1), values.select(0, 0)).MoveToOuterDisposeScope();
    }
}

/// <summary>The coordinates of the elements that are not zero, <c>(rank, count)</c>, in row-major order.</summary>
internal sealed class NonZero : SingleOutputOperator
{
    public override OperatorKind Kind => OperatorKind.NonDifferentiable;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var x = inputs[0]!;
        return (x.dim() == 0 ? x.reshape(1) : x).nonzero().t().contiguous().MoveToOuterDisposeScope();
    }
}
