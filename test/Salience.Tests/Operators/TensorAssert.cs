using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Operators;

/// <summary>Comparison of two tensors that names the worst element.</summary>
internal static class TensorAssert
{
    /// <summary>Rounding of some ten sums of products of numbers near 1 in float64.</summary>
    public const double Rounding = 1e-12;

    /// <summary>Asserts equal shapes and elements that differ by less than <see cref="Rounding"/>.</summary>
    public static void Close(Tensor expected, Tensor actual)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(expected.shape, actual.shape);
        if (expected.numel() == 0)
            return;
        var difference = (expected - actual).abs().flatten();
        var worst = difference.argmax().ToInt64();
        var (wanted, found) = (expected.flatten()[worst].ToDouble(), actual.flatten()[worst].ToDouble());
        Assert.True(difference[worst].ToDouble() < Rounding, $"element {worst} of shape ({string.Join(", ", expected.shape)}) is {found:r}, expected {wanted:r}");
    }
}
