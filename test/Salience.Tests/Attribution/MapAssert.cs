using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Attribution;

/// <summary>Compares maps by their largest difference, as a share of the largest value.</summary>
internal static class MapAssert
{
    /// <summary>A map in which everything is smaller than this is compared with this.</summary>
    private const double Smallest = 1e-12;

    /// <summary>Fails where the largest difference is above <paramref name="tolerance"/> times the largest value expected.</summary>
    public static void Close(Tensor expected, Tensor actual, double tolerance)
    {
        using var scope = NewDisposeScope();
        var (exact, found) = (expected.to_type(ScalarType.Float64), actual.to_type(ScalarType.Float64));
        var error = (exact - found).abs().max().ToDouble();
        var size = exact.abs().max().ToDouble();
        Assert.True(error <= tolerance * Math.Max(size, Smallest), $"The largest error is {error:g3}, the largest value {size:g3}.");
    }
}
