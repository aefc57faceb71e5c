using Salience.Decomposition;
using static TorchSharp.torch;

namespace Salience.PostProcessing;

/// <summary>What becomes of the finished map of each image.</summary>
public enum ScaleRule
{
    /// <summary>It stays as it is.</summary>
    None,

    /// <summary><c>(m − min m) / (max m − min m + ε)</c>: from 0 to 1.</summary>
    MinMax,

    /// <summary><c>m / max|m|</c>: the sign stays, the largest magnitude is 1.</summary>
    MaxAbsolute,

    /// <summary><c>min(1, max(−1, m/q))</c>, q the percentile of |m|: the sign stays; <see cref="MapScale.Beyond"/> says how many pixels were cut.</summary>
    Percentile,
}

/// <summary>Which values of a map its final scale shows, and what it cuts off.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Low">The value, before scaling, that became the low end: 0 under <see cref="ScaleRule.MinMax"/>, else −1.</param>
/// <param name="High">The value, before scaling, that became 1 (1/(1 + ε) of it under <see cref="ScaleRule.MinMax"/>).</param>
/// <param name="Percentile">The percentile of |m| that <paramref name="High"/> is; 100: the largest.</param>
/// <param name="Beyond">Number of pixels beyond the ends, which got the value of the end.</param>
/// <param name="Pixels">Number of pixels.</param>
public sealed record MapScale(ScaleRule Rule, double Low, double High, double Percentile, long Beyond, long Pixels)
{
    /// <summary>The share of pixels beyond the ends.</summary>
    public double BeyondShare => (double)Beyond / Pixels;
}

/// <summary>The last stage: the scale of the finished map.</summary>
internal static class ScaleStage
{
    /// <summary>Scales <c>(N, 1, H, W)</c>.</summary>
    /// <returns>The map and what was done to each image; <see langword="null"/> where nothing was.</returns>
    public static (Tensor Map, IReadOnlyList<MapScale>? Scales) Apply(Tensor map, MapComposition composition)
    {
        switch (composition.Scale)
        {
            case ScaleRule.None:
                return (map, null);
            case ScaleRule.MinMax:
                var low = map.amin([1, 2, 3], keepdim: true);
                var shifted = map - low;
                var range = shifted.amax([1, 2, 3], keepdim: true);
                var divisor = range + composition.Epsilon;
                return (shifted / divisor.masked_fill(divisor == 0, 1), Describe(map, composition, low, low + range, null));
            case ScaleRule.MaxAbsolute:
                var largest = map.abs().amax([1, 2, 3], keepdim: true);
                return (map / largest.masked_fill(largest == 0, 1), Describe(map, composition, -largest, largest, null));
            case ScaleRule.Percentile:
                var (cut, bounds, beyond) = Percentiles.Cut(map, composition.Percentile);
                return (cut, Describe(map, composition, -bounds, bounds, beyond));
            default:
                throw new ArgumentOutOfRangeException(nameof(composition), composition.Scale, "There is no such final scale.");
        }
    }

    private static MapScale[] Describe(Tensor map, MapComposition composition, Tensor low, Tensor high, Tensor? beyond)
    {
        var (lows, highs) = (PerImage.Values(low.reshape(-1)), PerImage.Values(high.reshape(-1)));
        var counts = beyond is null ? new double[lows.Length] : PerImage.Values(beyond);
        var percentile = beyond is null ? 100 : composition.Percentile;
        var pixels = map.shape[2] * map.shape[3];
        return [.. lows.Select((value, i) => new MapScale(composition.Scale, value, highs[i], percentile, (long)counts[i], pixels))];
    }
}
