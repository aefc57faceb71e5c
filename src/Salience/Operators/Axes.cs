using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>ONNX's way of counting axes and positions: negative ones count from the end.</summary>
internal static class Axes
{
    /// <summary>The axis as a number from 0 to <paramref name="rank"/> − 1.</summary>
    /// <exception cref="ArgumentException">The axis is outside −rank … rank − 1.</exception>
    public static long Normalize(long axis, long rank)
    {
        if (axis < -rank || axis >= rank)
            throw new ArgumentException($"Axis {axis} does not exist in a tensor of {rank} dimensions.");
        return axis < 0 ? axis + rank : axis;
    }

    /// <summary>Every axis as a number from 0 to <paramref name="rank"/> − 1, in the order given.</summary>
    public static long[] Normalize(IReadOnlyList<long> axes, long rank) => axes.Select(a => Normalize(a, rank)).ToArray();

    /// <summary>Positions along an axis of <paramref name="size"/> elements as int64 from 0 on, for libtorch's indexing.</summary>
    public static Tensor NormalizeIndices(Tensor indices, long size)
    {
        using var scope = NewDisposeScope();
        var wide = indices.to_type(ScalarType.Int64);
        return wide.where(wide >= 0, wide + size).MoveToOuterDisposeScope();
    }
}
