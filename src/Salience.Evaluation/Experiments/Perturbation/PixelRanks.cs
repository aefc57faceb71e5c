using Salience.Evaluation.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.Perturbation;

/// <summary>The place of every pixel in the order of a map.</summary>
internal static class PixelRanks
{
    /// <summary>A random order of the pixels of each item, by which ties are broken.</summary>
    /// <returns><c>(N, H·W)</c>, int64.</returns>
    public static Tensor TieOrders(IReadOnlyList<int> items, long pixels, long seed)
    {
        using var scope = NewDisposeScope();
        var orders = new List<Tensor>();
        foreach (var item in items)
        {
            using var generator = new Generator(new RandomStream(seed, item).NextBits() >> 1);
            orders.Add(randperm(pixels, ScalarType.Int64, generator: generator));
        }

        return stack(orders).MoveToOuterDisposeScope();
    }

    /// <summary>Ranks pixels by saliency: 0 for the least salient, H·W − 1 for the most; of equal ones the first in the order of ties is less salient.</summary>
    /// <param name="maps"><c>(N, 1, H, W)</c>.</param>
    /// <param name="ties"><c>(N, H·W)</c>, permutations.</param>
    /// <returns><c>(N, H, W)</c>, int32.</returns>
    public static Tensor Of(Tensor maps, Tensor ties)
    {
        using var scope = NewDisposeScope();
        var mixed = maps.flatten(1).gather(1, ties);
        var order = ties.gather(1, mixed.sort(1, descending: false, stable: true).Indices);
        var places = arange(order.shape[1], ScalarType.Int32).expand_as(order);
        return zeros(order.shape, ScalarType.Int32).scatter_(1, order, places).reshape(maps.shape[0], maps.shape[2], maps.shape[3]).MoveToOuterDisposeScope();
    }
}
