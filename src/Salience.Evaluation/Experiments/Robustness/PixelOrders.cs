using Salience.Evaluation.Randomness;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.Robustness;

/// <summary>Random orders of the pixels of a picture: the first n of an order are a random set of n pixels, and sets of different sizes lie within one another.</summary>
internal static class PixelOrders
{
    /// <summary>Draws orders.</summary>
    /// <param name="count">K, how many.</param>
    /// <param name="pixels">P.</param>
    /// <param name="random">Draws them.</param>
    /// <returns>Each row the numbers 0 to P − 1, int64 <c>(K, P)</c>, disposed by the caller.</returns>
    public static Tensor Draw(int count, long pixels, RandomStream random)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(random.NextBits() >> 1);
        return rand([count, pixels], ScalarType.Float64, generator: generator).argsort(1).MoveToOuterDisposeScope();
    }

    /// <summary>The first pixels of each order as masks.</summary>
    /// <param name="orders"><c>(K, H·W)</c>.</param>
    /// <param name="size">How many pixels.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <returns>True where a pixel is among them, <c>(K, 1, H, W)</c>, disposed by the caller.</returns>
    public static Tensor Masks(Tensor orders, long size, long height, long width)
    {
        using var scope = NewDisposeScope();
        var chosen = orders.narrow(1, 0, size);
        return zeros(orders.shape, ScalarType.Bool).scatter(1, chosen, ones_like(chosen, ScalarType.Bool)).view(-1, 1, height, width).MoveToOuterDisposeScope();
    }
}
