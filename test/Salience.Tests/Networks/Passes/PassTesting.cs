using Salience.Networks;
using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Networks.Passes;

/// <summary>What the tests of passes share: random float64 constants and the comparison of a network before and after.</summary>
internal static class PassTesting
{
    /// <summary>Largest difference relative to the larger of 1 and the reference's largest element.</summary>
    public const double Exact = 1e-12;

    /// <summary>A float64 tensor drawn from the normal distribution.</summary>
    public static Tensor Normal(Generator generator, params long[] shape) => randn(shape, ScalarType.Float64, generator: generator);

    /// <summary>Asserts that two tensors agree in shape and, scaled, in every element.</summary>
    public static void Close(Tensor expected, Tensor actual, double tolerance)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(expected.shape, actual.shape);
        var error = (expected - actual).abs().max().ToDouble() / Math.Max(1, expected.abs().max().ToDouble());
        Assert.True(error <= tolerance, $"Scaled error {error:g3} exceeds {tolerance:g3}.");
    }

    /// <summary>Asserts that both networks compute the same from <paramref name="x"/>.</summary>
    public static void SameOutput(Network expected, Network actual, Tensor x, double tolerance = Exact)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(expected.Outputs, actual.Outputs);
        Close(expected.Run(x), actual.Run(x), tolerance);
    }
}

