using Salience.Decomposition;
using Salience.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Decomposition;

/// <summary>The layout against the network itself: what changes when one cell of the picture changes.</summary>
internal static class Perturbation
{
    /// <summary>
    /// Asserts that the value lies on a grid of that size, and that changing the pixels of one cell of one image changes exactly the
    /// elements placed on that cell, for every cell of a small grid and some of a large one. Holds for values before anything mixes cells.
    /// </summary>
    public static void AssertPlaced(Network network, string value, long[] inputShape, int height, int width)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        var x = randn(inputShape, network.ComputeType, generator: generator);
        var images = inputShape[0];
        var before = Value(network, value, x);
        var placement = SpatialLayout.Of(network, inputShape).For(value, before.dim());
        var placed = Place(placement, before, images);
        Assert.Equal([images, placed.shape[1], height, width], placed.shape);
        var (ph, pw) = (inputShape[2] / height, inputShape[3] / width);
        var step = height * width <= 32 ? 1 : height * width / 16 + 1;
        for (var cell = 0; cell < height * width; cell += step)
        {
            using var inner = NewDisposeScope();
            var (row, column, image) = (cell / width, cell % width, cell % images);
            var changed = x.clone();
            using (var patch = changed[image].narrow(1, row * ph, ph).narrow(2, column * pw, pw))
                patch.mul_(-1).add_(1);
            var after = Value(network, value, changed);

            // Every element placed here changes, in every channel, and nothing else does.
            var expected = zeros([images, 1, height, width], ScalarType.Bool);
            expected[image, 0, row, column] = tensor(true);
            var moved = Place(placement, after, images) != placed;
            Assert.True((moved == expected).all().ToBoolean(), $"'{value}': changing cell ({row}, {column}) of image {image} moves elements placed elsewhere.");
            Assert.Equal(placed.shape[1], (after != before).sum().ToInt64());
        }
    }

    private static Tensor Place(Placement placement, Tensor value, long images) => placement switch
    {
        Placement.Nchw => value,
        Placement.Grid g => g.PerImage(value, images).index_select(1, tensor(g.Index)).view(images, g.Channels, g.Height, g.Width),
        _ => throw new InvalidOperationException("The value has no place."),
    };

    private static Tensor Value(Network network, string value, Tensor x) =>
        network.Run(new Dictionary<string, Tensor> { [network.Inputs[0].Name] = x }, [value])[value];
}
