using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>The axes in the order <paramref name="permutation"/>, reversed where none is given.</summary>
internal sealed class Transpose(IReadOnlyList<long>? permutation = null) : StructuralOperator
{
    /// <summary>For every axis of the output the axis of the input, <see langword="null"/> for the reversed order.</summary>
    public IReadOnlyList<long>? Permutation => permutation;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        var rank = inputs[0]!.dim();
        return inputs[0]!.permute(permutation is null
            ? Enumerable.Range(0, (int)rank).Select(i => rank - 1 - i).ToArray()
            : Axes.Normalize(permutation, rank));
    }
}

/// <summary>
/// Reverses, for each position b along <paramref name="batchAxis"/>, the first <c>lengths[b]</c> elements along
/// <paramref name="timeAxis"/>; inputs x and lengths.
/// </summary>
internal sealed class ReverseSequence(long batchAxis = 1, long timeAxis = 0) : StructuralOperator
{
    public long BatchAxis => batchAxis;

    public long TimeAxis => timeAxis;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var x = inputs[0]!;
        var (batch, time) = (Axes.Normalize(batchAxis, x.dim()), Axes.Normalize(timeAxis, x.dim()));
        var position = arange(x.shape[time], ScalarType.Int64, x.device).view(Along(time, x.shape[time]));
        var length = inputs[1]!.to_type(ScalarType.Int64).view(Along(batch, x.shape[batch]));
        var source = where(position < length, length - 1 - position, position);
        return x.gather(time, source.expand(x.shape)).MoveToOuterDisposeScope();

        long[] Along(long axis, long size) => Enumerable.Range(0, (int)x.dim()).Select(i => i == axis ? size : 1).ToArray();
    }
}
