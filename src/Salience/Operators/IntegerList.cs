using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>Reads shapes, axes, indices and other lists of integers that operators receive as tensors.</summary>
internal static class IntegerList
{
    /// <summary>The elements of a tensor of any integer type, any strides and any rank, in row-major order.</summary>
    public static long[] Of(Tensor tensor)
    {
        if (tensor.numel() == 0)
            return [];
        using var scope = NewDisposeScope();
        return tensor.detach().to_type(ScalarType.Int64).cpu().reshape(-1).contiguous().data<long>().ToArray();
    }

    /// <summary>The elements, or <see langword="null"/> where the optional input is absent.</summary>
    public static long[]? OfOptional(IReadOnlyList<Tensor?> inputs, int index) =>
        index < inputs.Count && inputs[index] is { } tensor ? Of(tensor) : null;

    /// <summary>The only element of a tensor of rank 0 or of one element.</summary>
    public static long Single(Tensor tensor) => Of(tensor) is [var value]
        ? value
        : throw new ArgumentException($"Expected a single integer, got shape ({string.Join(", ", tensor.shape)}).");
}
