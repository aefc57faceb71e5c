using TorchSharp;
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
    private const int Radius = 5;
    private const double Deviation = 1.5;
    private const double K1 = 0.01;
    private const double K2 = 0.03;

    /// <summary>Side of the window: no map may be smaller.</summary>
    public const int Window = 2 * Radius + 1;

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
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var (a, b) = (first.detach().to_type(ScalarType.Float64), second.detach().to_type(ScalarType.Float64));
        using var window = Kernel();
        Tensor Mean(Tensor values) => nn.functional.conv2d(nn.functional.conv2d(values, window.view(1, 1, Window, 1)), window.view(1, 1, 1, Window));
        var sample = (double)(Window * Window) / (Window * Window - 1);
        var (meanA, meanB) = (Mean(a), Mean(b));
        var varianceA = (Mean(a * a) - meanA * meanA) * sample;
        var varianceB = (Mean(b * b) - meanB * meanB) * sample;
        var covariance = (Mean(a * b) - meanA * meanB) * sample;
        var (c1, c2) = (K1 * range * K1 * range, K2 * range * K2 * range);
        var places = (2 * meanA * meanB + c1) * (2 * covariance + c2) / ((meanA * meanA + meanB * meanB + c1) * (varianceA + varianceB + c2));
        return places.mean([1, 2, 3]).data<double>().ToArray();
    }

    private static Tensor Kernel()
    {
        var weights = Enumerable.Range(-Radius, Window).Select(d => Math.Exp(-d * d / (2 * Deviation * Deviation))).ToArray();
        var total = weights.Sum();
        return tensor(weights.Select(w => w / total).ToArray());
    }
}
