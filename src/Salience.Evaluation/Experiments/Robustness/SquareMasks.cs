using Salience.Evaluation.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.Robustness;

/// <summary>Masks of squares of random size and place.</summary>
internal static class SquareMasks
{
    /// <summary>Smallest and largest side as shares of the picture's shorter one.</summary>
    private const double Smallest = 0.1;
    private const double Largest = 0.4;

    /// <summary>Draws squares; each lies within the picture.</summary>
    /// <param name="count">K, how many.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="random">Draws them.</param>
    /// <returns>True inside, <c>(K, 1, H, W)</c>, disposed by the caller.</returns>
    public static Tensor Draw(int count, int height, int width, RandomStream random)
    {
        using var scope = NewDisposeScope();
        var shorter = Math.Min(height, width);
        var (low, high) = (Math.Max(1, (int)Math.Round(Smallest * shorter)), Math.Max(1, (int)Math.Round(Largest * shorter)));
        long[] tops = new long[count], lefts = new long[count], sides = new long[count];
        for (var k = 0; k < count; k++)
        {
            sides[k] = low + random.Next(high - low + 1);
            tops[k] = random.Next(height - (int)sides[k] + 1);
            lefts[k] = random.Next(width - (int)sides[k] + 1);
        }

        Tensor Column(long[] values) => tensor(values).view(-1, 1, 1, 1);
        var (top, left, side) = (Column(tops), Column(lefts), Column(sides));
        var (rows, columns) = (arange(height).view(1, 1, -1, 1), arange(width).view(1, 1, 1, -1));
        var inside = (rows >= top).logical_and(rows < top + side).logical_and(columns >= left).logical_and(columns < left + side);
        return inside.MoveToOuterDisposeScope();
    }
}
