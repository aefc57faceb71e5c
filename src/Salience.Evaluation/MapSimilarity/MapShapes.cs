using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Evaluation.MapSimilarity;

/// <summary>Checks and reads what comparisons of maps need.</summary>
internal static class MapShapes
{
    /// <summary>Throws unless a tensor is <c>(N, 1, H, W)</c>.</summary>
    public static void Require(Tensor maps)
    {
        ArgumentNullException.ThrowIfNull(maps);
        if (maps.dim() != 4 || maps.shape[1] != 1)
            throw new ArgumentException($"Give maps (N, 1, H, W), not ({string.Join(", ", maps.shape)}).", nameof(maps));
    }

    /// <summary>The values of each map, row by row.</summary>
    public static double[][] Rows(Tensor maps)
    {
        using var scope = NewDisposeScope();
        var values = maps.detach().to_type(ScalarType.Float64).contiguous().data<double>().ToArray();
        return [.. values.Chunk(values.Length / (int)maps.shape[0])];
    }

    /// <summary>Throws unless both are <c>(N, 1, H, W)</c> of one shape.</summary>
    public static void RequirePair(Tensor first, Tensor second)
    {
        Require(first);
        Require(second);
        if (!first.shape.AsSpan().SequenceEqual(second.shape))
            throw new ArgumentException($"Maps of shapes ({string.Join(", ", first.shape)}) and ({string.Join(", ", second.shape)}) cannot be compared.", nameof(second));
    }
}
