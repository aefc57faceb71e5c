using System.Numerics;
using static TorchSharp.torch;

namespace Salience.Evaluation.MapSimilarity;

/// <summary>Structural similarity of two maps (SSIM, Wang et al. 2004).</summary>
/// <remarks>
/// <c>SSIM = mean over places of (2μ_a μ_b + C₁)(2σ_ab + C₂) / ((μ_a² + μ_b² + C₁)(σ_a² + σ_b² + C₂))</c>, moments under a Gaussian window of
/// 11 × 11 with deviation 1.5, sample covariance, C₁ = (0.01·R)², C₂ = (0.03·R)². Only windows inside the map count. These are the
/// conventions of scikit-image's <c>structural_similarity</c> with <c>gaussian_weights=True</c>, which the sanity checks of Adebayo et al. 2018 use.
/// </remarks>
public static class StructuralSimilarity
{
    private const double K1 = 0.01;
    private const double K2 = 0.03;

    /// <summary>Side of the window: no map may be smaller.</summary>
    public const int Window = GaussianWindow.Side;

    /// <summary>One figure for each pair of maps, from −1 to 1; 1 for equal maps.</summary>
    /// <param name="first"><c>(N, 1, H, W)</c>, H and W at least <see cref="Window"/>.</param>
    /// <param name="second">Of the same shape.</param>
    /// <param name="range">R, difference of the largest and the smallest value that maps can have; above 0.</param>
    /// <exception cref="ArgumentException">The maps differ in shape, or are smaller than the window.</exception>
    public static IReadOnlyList<double> Of(Tensor first, Tensor second, double range = 1)
    {
        MapShapes.RequirePair(first, second);
        if (!(range > 0) || !double.IsFinite(range))
            throw new ArgumentOutOfRangeException(nameof(range), range, "Give the range of values, above 0.");
        if (Math.Min(first.shape[2], first.shape[3]) < Window)
            throw new ArgumentException($"SSIM needs maps of at least {Window}×{Window}, not {first.shape[2]}×{first.shape[3]}.", nameof(first));
        var width = (int)first.shape[3];
        return [.. MapShapes.Rows(first).Zip(MapShapes.Rows(second), (a, b) =>
        {
            using var momentsA = new WindowMoments(a, width);
            using var momentsB = new WindowMoments(b, width);
            return Of(momentsA, momentsB, range);
        })];
    }

    /// <summary>The figure of two maps whose moments are known.</summary>
    internal static double Of(WindowMoments a, WindowMoments b, double range = 1)
    {
        const double sample = (double)(Window * Window) / (Window * Window - 1);
        var (c1, c2) = (K1 * range * K1 * range, K2 * range * K2 * range);
        using var borrowed = new BorrowedFigures(a.Means.Length);
        var products = borrowed.Span;
        WindowMoments.MeanProducts(a.Values, b.Values, a.Width, products);
        ReadOnlySpan<double> meansA = a.Means, meansB = b.Means, variancesA = a.Variances, variancesB = b.Variances;
        var (sums, i) = (Vector<double>.Zero, 0);
        for (; i <= products.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var (meanA, meanB) = (new Vector<double>(meansA[i..]), new Vector<double>(meansB[i..]));
            var (both, squares) = (meanA * meanB, meanA * meanA + meanB * meanB);
            var covariance = (new Vector<double>(products[i..]) - both) * sample;
            var variances = (new Vector<double>(variancesA[i..]) + new Vector<double>(variancesB[i..])) * sample;
            sums += (2 * both + new Vector<double>(c1)) * (2 * covariance + new Vector<double>(c2)) / ((squares + new Vector<double>(c1)) * (variances + new Vector<double>(c2)));
        }

        var sum = Vector.Sum(sums);
        for (; i < products.Length; i++)
        {
            var (both, squares) = (meansA[i] * meansB[i], meansA[i] * meansA[i] + meansB[i] * meansB[i]);
            var (covariance, variances) = ((products[i] - both) * sample, (variancesA[i] + variancesB[i]) * sample);
            sum += (2 * both + c1) * (2 * covariance + c2) / ((squares + c1) * (variances + c2));
        }

        return sum / products.Length;
    }
}
