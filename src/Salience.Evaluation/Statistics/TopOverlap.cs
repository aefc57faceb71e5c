namespace Salience.Evaluation.Statistics;

/// <summary>How many of the largest figures of one list are among the largest of another.</summary>
public static class TopOverlap
{
    /// <summary>The share that both lists have in common of their k largest, k = max(1, round(share · n)).</summary>
    /// <param name="first">Figures.</param>
    /// <param name="second">As many.</param>
    /// <param name="share">Above 0, at most 1.</param>
    /// <returns>
    /// 0 to 1; about <paramref name="share"/> for unrelated lists. Where figures tie at the border, what random choices among them would give on average.
    /// </returns>
    /// <exception cref="ArgumentException">The lists have different lengths, or none has figures.</exception>
    public static double Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second, double share = 0.1)
    {
        if (first.Length != second.Length || first.Length == 0)
            throw new ArgumentException($"Lists of {first.Length} and {second.Length} figures have no overlap to measure.", nameof(second));
        if (!(share is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "Give a share above 0, at most 1.");
        return Common(Chances(first, share), Chances(second, share));
    }

    /// <summary>The overlap of two lists whose <see cref="Chances"/> for one share are known.</summary>
    internal static double Common(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        double common = 0, count = 0;
        for (var i = 0; i < first.Length; i++)
            (common, count) = (common + first[i] * second[i], count + first[i]);
        return common / Math.Round(count);
    }

    /// <summary>For each figure how likely it is chosen among the largest: 1 above the border, 0 below.</summary>
    internal static double[] Chances(ReadOnlySpan<double> values, double share)
    {
        var border = Border.Of(values, Math.Max(1, (int)Math.Round(share * values.Length, MidpointRounding.AwayFromZero)));
        var chances = new double[values.Length];
        for (var i = 0; i < chances.Length; i++)
            chances[i] = border.Chance(values[i]);
        return chances;
    }

    /// <summary>The smallest figure that belongs to the largest, and how likely one that equals it is chosen.</summary>
    private readonly record struct Border(double Value, double TieChance)
    {
        public static Border Of(ReadOnlySpan<double> values, int count)
        {
            var sorted = values.ToArray();
            Array.Sort(sorted);
            var border = sorted[^count];
            var (above, ties) = (0, 0);
            foreach (var value in sorted)
                (above, ties) = (above + (value > border ? 1 : 0), ties + (value == border ? 1 : 0));
            return new Border(border, (double)(count - above) / ties);
        }

        public double Chance(double value) => value > Value ? 1 : value == Value ? TieChance : 0;
    }
}
