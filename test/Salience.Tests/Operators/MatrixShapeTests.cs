using Salience.Networks;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Tests.Operators;

/// <summary>Shapes that do not fit are an exception with the node's name; unchecked they would end the process.</summary>
[NoTensorLeaks]
public class MatrixShapeTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Shapes_that_do_not_fit_are_reported_with_the_node(bool gemm)
    {
        using var scope = NewDisposeScope();
        var b = new NetworkBuilder();
        var x = b.AddInput("x", ScalarType.Float32, null, null);
        Operator product = gemm ? new Gemm(transposeB: true) : new MatMul();
        using var network = b.Build(b.Add("product", product, x, b.AddParameter("w", gemm ? ones(4, 5) : ones(5, 4))));

        var error = Assert.Throws<InvalidOperationException>(() => network.Run(ones(2, 7)));
        Assert.StartsWith("product (", error.Message, StringComparison.Ordinal);
        Assert.Contains("(2, 7)", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new long[] { 3 }, new long[] { 3 })]
    [InlineData(new long[] { 3 }, new long[] { 2, 3, 4 })]
    [InlineData(new long[] { 5, 1, 2, 3 }, new long[] { 4, 3, 2 })]
    [InlineData(new long[] { 2, 3 }, new long[] { 3 })]
    public void Shapes_that_fit_pass(long[] left, long[] right)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(matmul(ones(left), ones(right)).shape, MatrixShape.Multiply(ones(left), ones(right)).shape);
    }

    [Theory]
    [InlineData(new long[] { 3 }, new long[] { 4 })]
    [InlineData(new long[] { 2, 2, 3 }, new long[] { 3, 3, 2 })]
    [InlineData(new long[] { }, new long[] { 3 })]
    public void Shapes_that_do_not_fit_are_refused(long[] left, long[] right)
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentException>(() => MatrixShape.Multiply(ones(left), ones(right)));
    }
}
