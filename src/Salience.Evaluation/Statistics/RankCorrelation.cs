using System.Buffers;

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
        double meanA = 0, meanB = 0;
        for (var i = 0; i < first.Length; i++)
            (meanA, meanB) = (meanA + first[i], meanB + second[i]);
        (meanA, meanB) = (meanA / first.Length, meanB / second.Length);
        double ab = 0, aa = 0, bb = 0;
        for (var i = 0; i < first.Length; i++)
        {
            var (a, b) = (first[i] - meanA, second[i] - meanB);
            (ab, aa, bb) = (ab + a * b, aa + a * a, bb + b * b);
        }

        return Math.Clamp(ab / Math.Sqrt(aa * bb), -1, 1);
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
        for (var first = 0; first < order.Length;)
        {
            var next = first + 1;
            while (next < order.Length && values[order[next]] == values[order[first]])
                next++;
            for (var i = first; i < next; i++)
                ranks[order[i]] = (first + 1 + next) / 2.0;
            first = next;
        }

        ArrayPool<int>.Shared.Return(borrowed);
    }
}
