namespace Salience.Evaluation.Experiments.Robustness;

/// <summary>Infidelity: does what a map says of removed pixels tell how far the output falls?</summary>
/// <remarks>
/// <c>Σ_k (β·s_k − d_k)² / Σ_k d_k²</c>, s_k the sum of the map over the pixels of square k and d_k what the output loses with them. Yeh et al. 2019, definition 2.1, with
/// <c>I = x ⊙ mask</c>, for which <c>Iᵀ(attribution / x)</c> is s_k, divided by what a map that says nothing gets.
/// </remarks>
internal static class Infidelity
{
    /// <summary>In the map's own units, β = 1.</summary>
    /// <param name="sums">s.</param>
    /// <param name="drops">d.</param>
    /// <returns>0 where the map tells every drop, 1 where it is empty; <see cref="double.NaN"/> where nothing changes the output.</returns>
    public static double InUnits(ReadOnlySpan<double> sums, ReadOnlySpan<double> drops) => With(1, sums, drops);

    /// <summary>With the scale β ≥ 0 that suits the map best, <c>max(0, Σ s_k d_k / Σ s_k²)</c>; not negative, so that a map with the wrong sign is not forgiven.</summary>
    /// <param name="sums">s.</param>
    /// <param name="drops">d.</param>
    /// <returns>From 0 to 1; <see cref="double.NaN"/> where nothing changes the output.</returns>
    public static double Scaled(ReadOnlySpan<double> sums, ReadOnlySpan<double> drops)
    {
        double both = 0, square = 0;
        for (var k = 0; k < sums.Length; k++)
            (both, square) = (both + sums[k] * drops[k], square + sums[k] * sums[k]);
        return With(square > 0 ? Math.Max(0, both / square) : 0, sums, drops);
    }

    private static double With(double scale, ReadOnlySpan<double> sums, ReadOnlySpan<double> drops)
    {
        double error = 0, size = 0;
        for (var k = 0; k < sums.Length; k++)
        {
            var difference = scale * sums[k] - drops[k];
            (error, size) = (error + difference * difference, size + drops[k] * drops[k]);
        }

        return size > 0 ? error / size : double.NaN;
    }
}
