using static TorchSharp.torch;

namespace Salience.PostProcessing;

/// <summary>Over which elements of a term minimum and maximum are taken to bring it to [0, 1].</summary>
/// <remarks>With <c>rescale(v) = (v − min v) / (max v − min v + ε)</c>; elements that are all alike become 0.</remarks>
public enum RescaleRule
{
    /// <summary>No rescaling: units of the output.</summary>
    None,

    /// <summary>All channels and places of one image together.</summary>
    PerImage,

    /// <summary>Each channel of each image on its own.</summary>
    PerChannel,

    /// <summary>The map that the channels of a term have become, for each image.</summary>
    PerMap,

    /// <summary>
    /// <c>min(1, max(−1, v/q))</c>, q the percentile of |v| over all channels and places of one image (the largest |v| where the percentile is 0): the
    /// sign stays, and a few extreme values do not decide.
    /// </summary>
    Percentile,
}

/// <summary>The second stage: a term brought to a common scale.</summary>
internal static class RescaleStage
{
    /// <summary>Rescales <c>(N, C, h, w)</c> before the channels are aggregated.</summary>
    public static Tensor Channels(Tensor term, MapComposition composition) => composition.Rescale switch
    {
        RescaleRule.None or RescaleRule.PerMap => term.alias(),
        RescaleRule.PerImage => ToUnit(term, [1, 2, 3], composition.Epsilon),
        RescaleRule.PerChannel => ToUnit(term, [2, 3], composition.Epsilon),
        RescaleRule.Percentile => Percentiles.Cut(term, composition.Percentile).Values,
        var rule => throw new ArgumentOutOfRangeException(nameof(composition), rule, "There is no such rescale rule."),
    };

    /// <summary>Rescales <c>(N, 1, h, w)</c> after they were.</summary>
    public static Tensor Map(Tensor map, MapComposition composition) =>
        composition.Rescale == RescaleRule.PerMap ? ToUnit(map, [1, 2, 3], composition.Epsilon) : map.alias();

    private static Tensor ToUnit(Tensor values, long[] axes, double epsilon)
    {
        using var scope = NewDisposeScope();
        var low = values.amin(axes, keepdim: true);
        var range = values.amax(axes, keepdim: true) - low + epsilon;
        return ((values - low) / range.masked_fill(range == 0, 1)).MoveToOuterDisposeScope();
    }
}
