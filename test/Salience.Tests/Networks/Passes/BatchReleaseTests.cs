using Salience.Networks;
using Salience.Networks.Passes;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Tests.Networks.Passes;

[NoTensorLeaks]
public class BatchReleaseTests
{
    [Theory]
    [InlineData(new long[] { 1, 12 })]
    [InlineData(new long[] { 1, -1 })]
    [InlineData(new long[] { 1, 2, -1 })]
    public void A_shape_with_the_batch_of_the_example_takes_any_batch(long[] shape)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        using var network = Build(shape);
        using var released = BatchRelease.Apply(network);
        var images = randn([3, 3, 2, 2], ScalarType.Float64, generator: generator);

        var together = released.Run(images);
        for (var i = 0; i < 3; i++)
            PassTesting.Close(network.Run(images.slice(0, i, i + 1, 1)), together.slice(0, i, i + 1, 1), PassTesting.Exact);
    }

    [Fact]
    public void A_shape_that_does_not_begin_with_the_batch_stays()
    {
        using var network = Build([12]);
        using var released = BatchRelease.Apply(network);

        Assert.Equal(network.Nodes.Select(n => n.Inputs[1]), released.Nodes.Select(n => n.Inputs[1]));
    }

    private static Network Build(long[] shape)
    {
        var b = new NetworkBuilder();
        var x = b.AddInput("x", ScalarType.Float64, 1, 3, 2, 2);
        return b.Build(b.Add("reshape", new Reshape(), x, b.AddParameter("shape", tensor(shape))));
    }
}
