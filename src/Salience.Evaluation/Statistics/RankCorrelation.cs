using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;

namespace Salience.Evaluation.Statistics;

/// <summary>Do two lists of figures order the same things in the same way?</summary>
public static class RankCorrelation
{
    /// <summary>Spearman's ρ: Pearson's correlation of the ranks, ties having the mean of theirs.</summary>
    /// <param name="first">Figures.</param>
    /// <param name="second">As many.</param>
    /// <returns>−1 to 1; <see cref="double.NaN"/> where all figures of a list are equal, or there are fewer than two.</returns>
    /// <exception cref="ArgumentException">The lists have different lengths.</exception>
    public static double Spearman(ReadOnlySpan<double> first, ReadOnlySpan<double> second) => Pearson(Ranks(first), Ranks(second));

    /// <summary>Pearson's correlation.</summary>
    /// <param name="first">Figures.</param>
    /// <param name="second">As many.</param>
    /// <returns>−1 to 1; <see cref="double.NaN"/> where all figures of a list are equal, or there are fewer than two.</returns>
    /// <exception cref="ArgumentException">The lists have different lengths.</exception>
    public static double Pearson(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.Length != second.Length)
            throw new ArgumentException($"Lists of {first.Length} and {second.Length} figures cannot be correlated.", nameof(second));
        // Asked of the figures themselves: deviations from a rounded mean are seldom zero.
        if (first.Length < 2 || !first.ContainsAnyExcept(first[0]) || !second.ContainsAnyExcept(second[0]))
            return double.NaN;
        var (meanA, meanB) = (TensorPrimitives.Sum(first) / first.Length, TensorPrimitives.Sum(second) / second.Length);
        var (aa, bb, ab) = (Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero);
        var whole = first.Length - first.Length % Vector<double>.Count;
        for (var i = 0; i < whole; i += Vector<double>.Count)
        {
            var a = new Vector<double>(first[i..]) - new Vector<double>(meanA);
            var b = new Vector<double>(second[i..]) - new Vector<double>(meanB);
            (aa, bb, ab) = (aa + a * a, bb + b * b, ab + a * b);
        }

        var (squaresA, squaresB, products) = (Vector.Sum(aa), Vector.Sum(bb), Vector.Sum(ab));
        for (var i = whole; i < first.Length; i++)
        {
            var (a, b) = (first[i] - meanA, second[i] - meanB);
            (squaresA, squaresB, products) = (squaresA + a * a, squaresB + b * b, products + a * b);
        }

        return Math.Clamp(products / Math.Sqrt(squaresA * squaresB), -1, 1);
    }

    /// <summary>The rank of each figure, 1 for the smallest; equal figures have the mean of their ranks.</summary>
    /// <param name="values">Figures.</param>
    public static double[] Ranks(ReadOnlySpan<double> values)
    {
        var ranks = new double[values.Length];
        Ranks(values, ranks);
        return ranks;
    }

    /// <summary>The rank of each figure, written into room for as many.</summary>
    internal static void Ranks(ReadOnlySpan<double> values, Span<double> ranks)
    {
        var borrowed = ArrayPool<int>.Shared.Rent(values.Length);
        var order = borrowed.AsSpan(0, values.Length);
        DigitSort.Order(values, order);
        var value = order.IsEmpty ? 0 : values[order[0]];
        for (var first = 0; first < order.Length;)
        {
            var (next, equal) = (first + 1, value);
            while (next < order.Length && (value = values[order[next]]) == equal)
                next++;
            for (var i = first; i < next; i++)
                ranks[order[i]] = (first + 1 + next) / 2.0;
            first = next;
        }

        ArrayPool<int>.Shared.Return(borrowed);
    }
}
