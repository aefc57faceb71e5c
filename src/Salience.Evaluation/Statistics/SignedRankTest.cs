using static TorchSharp.torch;

namespace Salience.Evaluation.Statistics;

/// <summary>Wilcoxon's signed-rank test: whether paired figures differ more often and further in one direction than chance explains (Wilcoxon 1945).</summary>
/// <remarks>
/// Pairs without difference are dropped, equal differences get their mean rank. With at most <see cref="LargestExact"/> differences the two-sided
/// p-value is exact given the ranks: the share of the 2ⁿ assignments of signs whose sum of positive ranks is at least as far from the middle. With more
/// it is that of the normal approximation, <c>z = (W₊ − n(n+1)/4) / √(n(n+1)(2n+1)/24 − Σ(t³−t)/48)</c>, t the sizes of ties, without continuity correction.
/// </remarks>
/// <param name="Differences">n, pairs that differ.</param>
/// <param name="PositiveRanks">W₊, sum of the ranks of positive differences.</param>
/// <param name="NegativeRanks">W₋.</param>
/// <param name="PValue">Two-sided; 1 where no pair differs.</param>
public sealed record SignedRankTest(int Differences, double PositiveRanks, double NegativeRanks, double PValue)
{
    /// <summary>Most differences for which the p-value is exact.</summary>
    public const int LargestExact = 50;

    /// <summary>Matched-pairs rank-biserial correlation <c>(W₊ − W₋) / (W₊ + W₋)</c>, from −1 to 1 (Kerby 2014); 0 where no pair differs.</summary>
    public double RankBiserial => Differences == 0 ? 0 : (PositiveRanks - NegativeRanks) / (PositiveRanks + NegativeRanks);

    /// <summary>Tests paired figures.</summary>
    /// <param name="first">Figures of one side; all finite.</param>
    /// <param name="second">Figures of the other, as many; positive differences are those where <paramref name="first"/> is larger.</param>
    /// <exception cref="ArgumentException">There are more figures on one side.</exception>
    public static SignedRankTest Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.Length != second.Length)
            throw new ArgumentException($"Paired figures are as many on both sides, got {first.Length} and {second.Length}.", nameof(second));
        var differences = new List<double>();
        for (var i = 0; i < first.Length; i++)
        {
            if (first[i] != second[i])
                differences.Add(first[i] - second[i]);
        }

        var doubled = DoubledRanks([.. differences.Select(Math.Abs)], out var ties);
        var positive = 0L;
        for (var i = 0; i < doubled.Length; i++)
            positive += differences[i] > 0 ? doubled[i] : 0;
        var total = doubled.Sum(r => (long)r);
        var p = doubled.Length == 0 ? 1 : doubled.Length <= LargestExact ? Exact(doubled, positive, total) : Normal(doubled.Length, positive / 2.0, ties);
        return new SignedRankTest(doubled.Length, positive / 2.0, (total - positive) / 2.0, p);
    }

    /// <summary>Twice the mean rank of each value, a whole number; and <c>Σ(t³ − t)</c> over the ties.</summary>
    private static int[] DoubledRanks(double[] values, out double ties)
    {
        var order = Enumerable.Range(0, values.Length).ToArray();
        Array.Sort([.. values], order);
        var ranks = new int[values.Length];
        ties = 0;
        for (var first = 0; first < order.Length;)
        {
            var end = first + 1;
            while (end < order.Length && values[order[end]] == values[order[first]])
                end++;
            // Ranks first + 1 … end have the mean (first + 1 + end) / 2.
            for (var i = first; i < end; i++)
                ranks[order[i]] = first + 1 + end;
            ties += Math.Pow(end - first, 3) - (end - first);
            first = end;
        }

        return ranks;
    }

    /// <summary>By the number of assignments of signs for each sum; whole numbers below 2⁵³ are exact.</summary>
    private static double Exact(int[] doubled, long positive, long total)
    {
        var ways = new double[total + 1];
        ways[0] = 1;
        var reached = 0L;
        foreach (var rank in doubled)
        {
            reached += rank;
            for (var sum = reached; sum >= rank; sum--)
                ways[sum] += ways[sum - rank];
        }

        var edge = Math.Min(positive, total - positive);
        var tail = 0.0;
        for (var sum = 0L; sum <= edge; sum++)
            tail += ways[sum];
        return Math.Min(1, 2 * tail / Math.Pow(2, doubled.Length));
    }

    private static double Normal(double n, double positive, double ties)
    {
        var deviation = Math.Sqrt(n * (n + 1) * (2 * n + 1) / 24 - ties / 48);
        using var z = tensor(Math.Abs(positive - n * (n + 1) / 4) / deviation / Math.Sqrt(2));
        using var tail = special.erfc(z);
        return tail.item<double>();
    }
}
