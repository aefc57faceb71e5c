using Salience.Evaluation.Datasets;

namespace Salience.Evaluation.Experiments;

/// <summary>How far a map agrees with the mask G of what an image shows; K pixels are in the mask, e ≥ 0 is the map's evidence.</summary>
/// <remarks>
/// All three go from 0 to 1, more is better. A map that knows nothing gets the mask's share of the picture, on average if it is random and
/// exactly if it is constant: ties count by the share of tied pixels in the mask, as if they were broken at random, and a map without any
/// evidence counts as constant. Known criticism: what lies in the mask need not be all that the network uses, so a map that is right about
/// a network that looks at the ground is punished.
/// </remarks>
public static class LocalizationMetrics
{
    /// <summary>Relevance mass accuracy: <c>Σ_{p∈G} e_p / Σ_p e_p</c> (Kohlbrenner et al. 2020; Arras et al. 2022).</summary>
    /// <param name="evidence">e, row by row, <c>H · W</c> finite values of at least 0.</param>
    /// <param name="mask">G.</param>
    /// <exception cref="ArgumentException">Sizes differ, the mask is empty, or a value is negative or not finite.</exception>
    public static double Mass(ReadOnlySpan<float> evidence, PixelMask mask)
    {
        Require(evidence, mask);
        var (inside, all) = (0.0, 0.0);
        for (var p = 0; p < evidence.Length; p++)
        {
            all += evidence[p];
            inside += mask.Values[p] ? evidence[p] : 0;
        }

        return all > 0 ? inside / all : Share(mask);
    }

    /// <summary>Relevance rank accuracy: the share of the K pixels with the most evidence that is in the mask (Arras et al. 2022).</summary>
    /// <param name="evidence">e, row by row, <c>H · W</c> finite values of at least 0.</param>
    /// <param name="mask">G.</param>
    /// <exception cref="ArgumentException">Sizes differ, the mask is empty, or a value is negative or not finite.</exception>
    public static double RankAccuracy(ReadOnlySpan<float> evidence, PixelMask mask)
    {
        Require(evidence, mask);
        return ShareOfTop(evidence, mask, mask.Area);
    }

    /// <summary>Pointing game: 1 where the pixel with the most evidence is in the mask, else 0 (Zhang et al. 2018, without their margin of 15 pixels).</summary>
    /// <param name="evidence">e, row by row, <c>H · W</c> finite values of at least 0.</param>
    /// <param name="mask">G.</param>
    /// <exception cref="ArgumentException">Sizes differ, the mask is empty, or a value is negative or not finite.</exception>
    public static double PointingGame(ReadOnlySpan<float> evidence, PixelMask mask)
    {
        Require(evidence, mask);
        return ShareOfTop(evidence, mask, 1);
    }

    /// <summary>What a map that knows nothing gets: the mask's share of the picture, <c>K / (H · W)</c>.</summary>
    /// <param name="mask">G.</param>
    public static double Chance(PixelMask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        return Share(mask);
    }

    private static double ShareOfTop(ReadOnlySpan<float> evidence, PixelMask mask, int count)
    {
        var sorted = evidence.ToArray();
        Array.Sort(sorted);
        var threshold = sorted[^count];
        int above = 0, aboveInside = 0, tied = 0, tiedInside = 0;
        for (var p = 0; p < evidence.Length; p++)
        {
            var inside = mask.Values[p] ? 1 : 0;
            if (evidence[p] > threshold)
                (above, aboveInside) = (above + 1, aboveInside + inside);
            else if (evidence[p] == threshold)
                (tied, tiedInside) = (tied + 1, tiedInside + inside);
        }

        return (aboveInside + (double)(count - above) * tiedInside / tied) / count;
    }

    private static double Share(PixelMask mask) => (double)mask.Area / mask.Values.Length;

    private static void Require(ReadOnlySpan<float> evidence, PixelMask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (evidence.Length != mask.Values.Length)
            throw new ArgumentException($"The map has {evidence.Length} values, the mask ({mask.Height}, {mask.Width}); give a map of the picture's size.", nameof(evidence));
        if (mask.Area == 0)
            throw new ArgumentException("The mask is empty: there is nothing to find.", nameof(mask));
        foreach (var value in evidence)
        {
            if (value is not (>= 0 and < float.PositiveInfinity))
                throw new ArgumentException($"The map's evidence holds {value}; it must be finite and at least 0.", nameof(evidence));
        }
    }
}
