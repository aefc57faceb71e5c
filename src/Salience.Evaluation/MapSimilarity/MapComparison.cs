using Salience.Evaluation.Statistics;
using Salience.PostProcessing;
using static TorchSharp.torch;

namespace Salience.Evaluation.MapSimilarity;

/// <summary>How alike two maps of a picture are, in the measures of the sanity checks (Adebayo et al. 2018).</summary>
/// <param name="SpearmanAbsolute">Rank correlation of the magnitudes.</param>
/// <param name="SpearmanSigned">Rank correlation of the values with their sign.</param>
/// <param name="SpearmanInk">Rank correlation of the magnitudes on the ink alone; equal to the first where no pixel is black.</param>
/// <param name="StructuralSimilarity">SSIM of the magnitudes, each map scaled to a maximum of 1; NaN where the picture is smaller than its window.</param>
/// <param name="OrientedGradients">Rank correlation of the HOG descriptors of the scaled magnitudes.</param>
/// <remarks>A figure is NaN where it does not exist: rank correlation with a flat map, or a map that holds values that are not finite.</remarks>
public sealed record MapComparison(double SpearmanAbsolute, double SpearmanSigned, double SpearmanInk, double StructuralSimilarity, double OrientedGradients)
{
    /// <summary>Compares maps picture by picture.</summary>
    /// <param name="first"><c>(N, 1, H, W)</c>.</param>
    /// <param name="second">Of the same shape.</param>
    /// <param name="ink">Boolean, of the same shape: which pixels are not background.</param>
    public static IReadOnlyList<MapComparison> Of(Tensor first, Tensor second, Tensor ink)
    {
        MapShapes.RequirePair(first, second);
        using var a = new MapProfiles(first, ink);
        using var b = new MapProfiles(second, ink);
        return Of(a, b);
    }

    /// <summary>Compares maps whose profiles are known, picture by picture.</summary>
    internal static IReadOnlyList<MapComparison> Of(MapProfiles first, MapProfiles second)
    {
        var comparisons = new MapComparison[first.Count];
        SharedThreads.Run(comparisons.Length, get_num_threads(), n => comparisons[n] = One(first[n], second[n]));
        return comparisons;
    }

    private static MapComparison One(MapProfile a, MapProfile b)
    {
        if (!a.Finite || !b.Finite)
            return new MapComparison(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        var absolute = RankCorrelation.Pearson(a.Ranks, b.Ranks);
        return new MapComparison(
            absolute,
            a.Signed || b.Signed ? RankCorrelation.Pearson(a.SignedRanks, b.SignedRanks) : absolute,
            a.HasBackground ? RankCorrelation.Pearson(a.InkRanks, b.InkRanks) : absolute,
            a.Moments is { } moments ? MapSimilarity.StructuralSimilarity.Of(moments, b.Moments!) : double.NaN,
            RankCorrelation.Pearson(a.GradientRanks, b.GradientRanks));
    }
}
