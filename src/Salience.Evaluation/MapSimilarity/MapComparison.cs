using Salience.Evaluation.Statistics;
using TorchSharp;
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
    private const int LargestCell = 16;
    private const int CellsAcross = 3;

    /// <summary>Compares maps picture by picture.</summary>
    /// <param name="first"><c>(N, 1, H, W)</c>.</param>
    /// <param name="second">Of the same shape.</param>
    /// <param name="ink">Boolean, of the same shape: which pixels are not background.</param>
    public static IReadOnlyList<MapComparison> Of(Tensor first, Tensor second, Tensor ink)
    {
        MapShapes.RequirePair(first, second);
        MapShapes.RequirePair(first, ink);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var (a, b) = (first.detach().to_type(ScalarType.Float64), second.detach().to_type(ScalarType.Float64));
        var (scaledA, scaledB) = (Scaled(a), Scaled(b));
        var (side, count) = (Math.Min(a.shape[2], a.shape[3]), (int)a.shape[0]);
        var structure = side >= MapSimilarity.StructuralSimilarity.Window ? MapSimilarity.StructuralSimilarity.Of(scaledA, scaledB) : null;
        var cell = (int)Math.Clamp(side / CellsAcross, 1, LargestCell);
        var (gradientsA, gradientsB) = (MapSimilarity.OrientedGradients.Of(scaledA, cell), MapSimilarity.OrientedGradients.Of(scaledB, cell));
        var (valuesA, valuesB, inked) = (MapShapes.Rows(a), MapShapes.Rows(b), ink.contiguous().data<bool>().ToArray());
        return [.. Enumerable.Range(0, count).Select(n => One(
            valuesA[n], valuesB[n], inked.AsSpan(n * valuesA[n].Length, valuesA[n].Length), structure?[n] ?? double.NaN, (gradientsA[n], gradientsB[n])))];
    }

    private static MapComparison One(double[] a, double[] b, ReadOnlySpan<bool> ink, double structure, (double[] A, double[] B) gradients)
    {
        if (!Array.TrueForAll(a, double.IsFinite) || !Array.TrueForAll(b, double.IsFinite))
            return new MapComparison(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        var signed = RankCorrelation.Spearman(a, b);
        for (var i = 0; i < a.Length; i++)
            (a[i], b[i]) = (Math.Abs(a[i]), Math.Abs(b[i]));
        var absolute = RankCorrelation.Spearman(a, b);
        var onInk = ink.Contains(false) ? RankCorrelation.Spearman(Where(a, ink), Where(b, ink)) : absolute;
        return new MapComparison(absolute, signed, onInk, structure, RankCorrelation.Spearman(gradients.A, gradients.B));
    }

    private static double[] Where(double[] values, ReadOnlySpan<bool> chosen)
    {
        var found = new List<double>(values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            if (chosen[i])
                found.Add(values[i]);
        }

        return [.. found];
    }

    private static Tensor Scaled(Tensor maps)
    {
        using var scope = NewDisposeScope();
        var magnitude = maps.abs();
        var largest = magnitude.amax([1, 2, 3], keepdim: true);
        return where(largest.gt(0), magnitude / largest, magnitude).MoveToOuterDisposeScope();
    }
}
