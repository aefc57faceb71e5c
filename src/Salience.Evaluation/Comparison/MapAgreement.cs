using Salience.Evaluation.Statistics;

namespace Salience.Evaluation.Comparison;

/// <summary>How far the maps of several methods agree, over one or several images.</summary>
/// <remarks>
/// Two maps of an image are compared place by place: by the rank correlation of all places, and by the overlap of the tenth with the largest
/// values. Figures of several images are averaged; an image on which a figure does not exist, as the correlation with a constant map or with one that holds NaN, is left out.
/// </remarks>
public sealed class MapAgreement
{
    private readonly Mean[,] _correlations;
    private readonly Mean[,] _overlaps;

    /// <summary>Begins a comparison.</summary>
    /// <param name="methods">How many methods.</param>
    /// <param name="topShare">Share of the places that counts as the top, in (0, 1].</param>
    public MapAgreement(int methods, double topShare = 0.1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(methods, 1);
        if (topShare is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(topShare), topShare, "The share lies above 0 and is at most 1.");
        (Methods, TopShare) = (methods, topShare);
        (_correlations, _overlaps) = (new Mean[methods, methods], new Mean[methods, methods]);
    }

    /// <summary>How many methods are compared.</summary>
    public int Methods { get; }

    /// <summary>Share of the places that counts as the top.</summary>
    public double TopShare { get; }

    /// <summary>Adds the maps of one image.</summary>
    /// <param name="maps">One for each method, each with the same number of places; <see langword="null"/> for a method without a map of this image.</param>
    /// <exception cref="ArgumentException">The maps differ in size, or there is not one for each method.</exception>
    public void Add(IReadOnlyList<double[]?> maps)
    {
        ArgumentNullException.ThrowIfNull(maps);
        var sizes = maps.OfType<double[]>().Select(m => m.Length).Distinct().ToList();
        if (maps.Count != Methods || sizes.Count > 1)
            throw new ArgumentException($"Expected {Methods} maps of one size, got {maps.Count} of the sizes {string.Join(", ", sizes)}.", nameof(maps));
        if (sizes.Count == 0)
            return;
        // Sorting once for each map, not once for each pair.
        var ranks = maps.Select(m => m is null || m.Contains(double.NaN) ? null : RankCorrelation.Ranks(m)).ToList();
        var chances = maps.Select(m => m is null || m.Contains(double.NaN) ? null : TopOverlap.Chances(m, TopShare)).ToList();
        for (var a = 0; a < Methods; a++)
        {
            for (var b = 0; b <= a; b++)
            {
                if (ranks[a] is null || ranks[b] is null)
                    continue;
                Count(_correlations, a, b, RankCorrelation.Pearson(ranks[a], ranks[b]));
                // Random choices among ties would make a map differ from itself.
                Count(_overlaps, a, b, a == b ? 1 : TopOverlap.Common(chances[a], chances[b]));
            }
        }
    }

    /// <summary>Spearman's rank correlation of two methods' maps, the mean over images; NaN where it exists for none.</summary>
    /// <param name="first">Index of a method.</param>
    /// <param name="second">Index of another.</param>
    public double RankCorrelationOf(int first, int second) => _correlations[Math.Max(first, second), Math.Min(first, second)].Value;

    /// <summary>The overlap of the top places of two methods' maps, the mean over images; NaN where it exists for none.</summary>
    /// <param name="first">Index of a method.</param>
    /// <param name="second">Index of another.</param>
    public double TopOverlapOf(int first, int second) => _overlaps[Math.Max(first, second), Math.Min(first, second)].Value;

    private static void Count(Mean[,] means, int a, int b, double value)
    {
        if (!double.IsNaN(value))
            means[a, b] = new Mean(means[a, b].Sum + value, means[a, b].Count + 1);
    }

    private readonly record struct Mean(double Sum, int Count)
    {
        public double Value => Count == 0 ? double.NaN : Sum / Count;
    }
}
