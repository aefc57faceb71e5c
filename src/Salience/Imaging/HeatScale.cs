namespace Salience.Imaging;

/// <summary>Which value gets which end of a colour map. It is stated wherever a map is shown with a colour bar.</summary>
/// <param name="Low">The value at position 0.</param>
/// <param name="High">The value at position 1.</param>
/// <param name="Percentile">The percentile of the values (of their sizes, for a signed scale) that <see cref="High"/> is; 100: the largest.</param>
/// <param name="Signed">Whether 0 is in the middle, <c>Low = −High</c>.</param>
/// <param name="ClippedShare">The share of values beyond the ends, drawn in the colour of the end.</param>
public sealed record HeatScale(double Low, double High, double Percentile, bool Signed, double ClippedShare)
{
    /// <summary>Where the scale of a spiky map ends.</summary>
    private const double SpikyPercentile = 99.5;

    /// <summary>A map is spiky if its largest value is more than this many times as far up as the percentile.</summary>
    private const double Spike = 2;

    /// <summary>100, or 99.5 for a map whose largest value is more than twice as large: a few spikes would leave all else without colour.</summary>
    /// <param name="map">The map.</param>
    /// <param name="signed">Whether 0 is to be in the middle.</param>
    public static double AutomaticPercentile(HeatMap map, bool signed)
    {
        HeatScale whole = Of(map, signed), cut = Of(map, signed, SpikyPercentile);
        double from = signed ? 0 : whole.Low;
        return cut.High > from && whole.High - from > Spike * (cut.High - from) ? SpikyPercentile : 100;
    }

    /// <summary>The scale of a map.</summary>
    /// <remarks>
    /// Unsigned: from the least value to the percentile. Signed: from −m to m, m the percentile of |value|, so that 0 is in the middle.
    /// The percentile is interpolated linearly between the two nearest values. NaN and infinities are left out; a map without a finite value
    /// has the scale 0 to 0.
    /// </remarks>
    /// <param name="map">The map.</param>
    /// <param name="signed">Whether 0 is to be in the middle.</param>
    /// <param name="percentile">Above 0, at most 100.</param>
    public static HeatScale Of(HeatMap map, bool signed, double percentile = 100)
    {
        ArgumentNullException.ThrowIfNull(map);
        if (percentile is not (> 0 and <= 100))
            throw new ArgumentOutOfRangeException(nameof(percentile), percentile, "The percentile must be above 0 and at most 100.");
        float[] sorted = [.. map.Values.ToArray().Where(float.IsFinite).Select(value => signed ? Math.Abs(value) : value)];
        if (sorted.Length == 0)
            return new HeatScale(0, 0, percentile, signed, 0);
        Array.Sort(sorted);
        double rank = percentile / 100 * (sorted.Length - 1);
        int below = (int)rank, above = Math.Min(below + 1, sorted.Length - 1);
        double high = sorted[below] + (rank - below) * ((double)sorted[above] - sorted[below]);
        double clipped = (double)sorted.Count(value => value > high) / sorted.Length;
        return new HeatScale(signed ? -high : sorted[0], high, percentile, signed, clipped);
    }

    /// <summary>Where a value stands between <see cref="Low"/> (0) and <see cref="High"/> (1), clamped.</summary>
    /// <remarks>A constant map, Low = High, is all at 0, or in the middle if the scale is signed. NaN stays NaN.</remarks>
    public double Position(double value)
    {
        if (double.IsNaN(value))
            return value;
        if (High > Low)
            return Math.Clamp((value - Low) / (High - Low), 0, 1);
        return Signed ? 0.5 : 0;
    }
}
