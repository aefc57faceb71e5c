using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>Brings the axes listed in the second input down to one element each.</summary>
/// <param name="keepDimensions">The reduced axes stay with size 1.</param>
/// <param name="emptyMeansNone">Without axes nothing is reduced (ONNX <c>noop_with_empty_axes</c>) instead of everything.</param>
internal abstract class Reduction(bool keepDimensions, bool emptyMeansNone) : SingleOutputOperator
{
    public bool EmptyMeansNone => emptyMeansNone;

    public bool KeepDimensions => keepDimensions;

    /// <summary>The axes of x that a call reduces, in ascending order.</summary>
    public long[] AxesOf(IReadOnlyList<Tensor?> inputs)
    {
        var rank = inputs[0]!.dim();
        if (IntegerList.OfOptional(inputs, 1) is { Length: > 0 } axes)
            return Axes.Normalize(axes, rank).Distinct().Order().ToArray();
        return emptyMeansNone ? [] : Enumerable.Range(0, (int)rank).Select(i => (long)i).ToArray();
    }

    /// <summary>Reduces x over at least one axis, keeping it with size 1.</summary>
    protected abstract Tensor Reduce(Tensor x, long[] axes);

    /// <summary>What the reduction makes of a single element.</summary>
    protected virtual Tensor OfSingle(Tensor x) => x.alias();

    protected sealed override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var (x, axes) = (inputs[0]!, AxesOf(inputs));
        if (axes.Length == 0)
            return OfSingle(x).MoveToOuterDisposeScope();
        return Drop(Reduce(x, axes), axes).MoveToOuterDisposeScope();
    }

    /// <summary>Removes the reduced axes where the operator does not keep them.</summary>
    protected Tensor Drop(Tensor y, long[] axes) =>
        keepDimensions ? y : y.reshape(y.shape.Where((_, i) => !axes.Contains(i)).ToArray());

    /// <summary>The output with the reduced axes back, to stand against the input.</summary>
    protected Tensor Restore(Tensor y, long[] axes)
    {
        if (keepDimensions)
            return y;
        foreach (var axis in axes)
            y = y.unsqueeze(axis);
        return y;
    }

    /// <summary>Applies a function of floating numbers; integers go through double and are cut off.</summary>
    protected static Tensor InFloating(Tensor x, Func<Tensor, Tensor> function) =>
        x.is_floating_point() ? function(x) : function(x.to_type(ScalarType.Float64)).to_type(x.dtype);
}
