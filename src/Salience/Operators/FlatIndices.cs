using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>Coordinates as positions in row-major order.</summary>
internal static class FlatIndices
{
    /// <summary>
    /// The row-major positions, <c>(…)</c>, of the coordinates along the last axis of <paramref name="indices"/>, <c>(…, m)</c>, in a
    /// tensor of the m given sizes; negative coordinates count from the end.
    /// </summary>
    public static Tensor Of(Tensor indices, ReadOnlySpan<long> sizes)
    {
        using var scope = NewDisposeScope();
        var flat = zeros(indices.shape[..^1], ScalarType.Int64, indices.device);
        for (var i = 0; i < sizes.Length; i++)
            flat = flat * sizes[i] + Axes.NormalizeIndices(indices.select(-1, i), sizes[i]);
        return flat.MoveToOuterDisposeScope();
    }
}
