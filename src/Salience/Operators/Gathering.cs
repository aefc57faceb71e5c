using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>Slices of x along <paramref name="axis"/> at the places in the second input, whose shape replaces that axis.</summary>
internal sealed class Gather(long axis = 0) : StructuralOperator
{
    public long Axis => axis;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var (x, indices) = (inputs[0]!, inputs[1]!);
        var along = Axes.Normalize(axis, x.dim());
        if (indices.dim() == 0)
            return x.select(along, Axes.Normalize(IntegerList.Single(indices), x.shape[along])).MoveToOuterDisposeScope();
        var taken = x.index_select(along, Axes.NormalizeIndices(indices, x.shape[along]).reshape(-1));
        return taken.reshape([.. x.shape.AsSpan(0, (int)along), .. indices.shape, .. x.shape.AsSpan((int)along + 1)]).MoveToOuterDisposeScope();
    }
}

/// <summary>For every place in the second input the element of x whose position along <paramref name="axis"/> is the value there.</summary>
internal sealed class GatherElements(long axis = 0) : StructuralOperator
{
    public long Axis => axis;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var x = inputs[0]!;
        var along = Axes.Normalize(axis, x.dim());
        return x.gather(along, Axes.NormalizeIndices(inputs[1]!, x.shape[along])).MoveToOuterDisposeScope();
    }
}

/// <summary>
/// Slices of x at the coordinates along the last axis of the second input, after <paramref name="batchDimensions"/> leading axes
/// that x and the indices have in common.
/// </summary>
internal sealed class GatherND(long batchDimensions = 0) : StructuralOperator
{
    public long BatchDimensions => batchDimensions;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var (x, indices) = (inputs[0]!, inputs[1]!);
        var depth = (int)indices.shape[^1];
        var batch = (int)batchDimensions;
        if (batch + depth > x.dim())
            throw new ArgumentException($"GatherND has coordinates of length {depth} after {batch} batch dimensions for a tensor of {x.dim()} dimensions.");
        var flat = FlatIndices.Of(indices, x.shape.AsSpan(batch, depth));
        var places = x.shape.AsSpan(batch, depth).ToArray().Aggregate(1L, (a, b) => a * b);
        var batches = x.shape.Take(batch).Aggregate(1L, (a, b) => a * b);
        if (batch > 0)
            flat = flat.reshape(batches, -1) + arange(batches, ScalarType.Int64, x.device).unsqueeze(1) * places;
        var rest = x.shape[(batch + depth)..];
        var taken = x.reshape([batches * places, .. rest]).index_select(0, flat.reshape(-1));
        return taken.reshape([.. indices.shape.AsSpan(0, (int)indices.dim() - 1), .. rest]).MoveToOuterDisposeScope();
    }
}

/// <summary>The slices along <paramref name="axis"/> (the elements, without one) where the condition, the second input, holds; it may be shorter.</summary>
internal sealed class Compress(long? axis = null) : StructuralOperator
{
    public long? Axis => axis;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var kept = inputs[1]!.reshape(-1).nonzero().reshape(-1);
        var x = axis is null ? inputs[0]!.reshape(-1) : inputs[0]!;
        return x.index_select(axis is null ? 0 : Axes.Normalize(axis.Value, x.dim()), kept).MoveToOuterDisposeScope();
    }
}
