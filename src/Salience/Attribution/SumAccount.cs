namespace Salience.Attribution;

/// <summary>Whether attributions add up to what their method promises (completeness, also called efficiency or conservation).</summary>
/// <param name="Promise">The right side in symbols, such as <c>f(x) − f(x₀)</c>.</param>
/// <param name="Expected">Its value for each image.</param>
/// <param name="Sums">The sum of the attributions of each image, in double.</param>
public sealed record SumAccount(string Promise, IReadOnlyList<double> Expected, IReadOnlyList<double> Sums)
{
    /// <summary>Whether only rounding may come between the two: a larger residual is an error, not a matter of more steps or samples.</summary>
    public bool IsExact { get; init; }

    /// <summary><c>|sum − expected| / max(1, |expected|)</c> of one image.</summary>
    /// <param name="image">Index in the batch.</param>
    public double Residual(int image) => Math.Abs(Sums[image] - Expected[image]) / Math.Max(1, Math.Abs(Expected[image]));
}
