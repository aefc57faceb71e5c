using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Operators;

/// <summary>Runs one operator on literal tensors.</summary>
internal static class OperatorRuns
{
    /// <summary>An int64 vector, the form in which shapes, axes and indices arrive.</summary>
    public static Tensor Ints(params long[] values) => tensor(values, ScalarType.Int64);

    /// <summary>An int64 scalar.</summary>
    public static Tensor Int(long value) => tensor(value, ScalarType.Int64);

    /// <summary>The numbers 0, 1, 2, … as float64 in the given shape.</summary>
    public static Tensor Count(params long[] shape) => arange(shape.Aggregate(1L, (a, b) => a * b), ScalarType.Float64).reshape(shape);

    /// <summary>The only output.</summary>
    public static Tensor Run(Operator operation, params Tensor?[] inputs) => Assert.Single(operation.Forward(inputs));

    /// <summary>Asserts the shape and every element, in row-major order.</summary>
    public static void Equal(long[] shape, double[] values, Tensor actual)
    {
        Assert.Equal(shape, actual.shape);

        // TorchSharp cannot list the elements of an empty tensor.
        double[] found = actual.numel() == 0 ? [] : actual.to_type(ScalarType.Float64).contiguous().data<double>().ToArray();
        Assert.Equal(values, found);
    }
}
