using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Golden;

/// <summary>Comparison with recorded values.</summary>
internal static class GoldenAssert
{
    /// <summary>Asserts <c>max|a − e| / max|e| ≤ tolerance</c> and names the worst element otherwise.</summary>
    public static void Close(Tensor expected, Tensor actual, double tolerance, string what)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(expected.shape, actual.shape);
        var (e, a) = (expected.to_type(ScalarType.Float64), actual.to_type(ScalarType.Float64));
        var errors = (e - a).abs().reshape(-1);
        var worst = errors.argmax().ToInt64();
        var scaled = errors[worst].ToDouble() / Math.Max(e.abs().max().ToDouble(), double.Epsilon);
        Assert.True(scaled <= tolerance, $"{what}: scaled error {scaled:g3} > {tolerance:g3} at element {worst}: {a.reshape(-1)[worst].ToDouble():g12}, recorded {e.reshape(-1)[worst].ToDouble():g12}.");
    }
}
