using static TorchSharp.torch;

namespace Salience.PostProcessing;

/// <summary>The way from terms to one map, every choice named. Stages run in the order of the parameters.</summary>
/// <remarks>
/// A term <c>(N, C, h, w)</c> passes <paramref name="Sign"/>, <paramref name="Rescale"/>, <paramref name="ChannelAggregation"/> and
/// <paramref name="Upsampling"/>; the maps of all terms, and what <paramref name="Global"/> makes of terms without a place, are put together by
/// <paramref name="LayerAggregation"/>; <paramref name="Scale"/> is applied to the result. docs/post-processing.md has every formula.
/// </remarks>
/// <param name="Sign">What becomes of the sign of a term's values.</param>
/// <param name="Rescale">Over which elements a term is brought to a common scale.</param>
/// <param name="Epsilon">ε, added to the range that is divided by; at least 0.</param>
/// <param name="Percentile">The percentile of |v| at which <see cref="RescaleRule.Percentile"/> and <see cref="ScaleRule.Percentile"/> cut; above 0, at most 100.</param>
/// <param name="ChannelAggregation">How the channels of a place become one number.</param>
/// <param name="Upsampling">How a map is brought to the picture's size.</param>
/// <param name="Global">What becomes of terms without a place.</param>
/// <param name="LayerAggregation">How the maps of the layers become one.</param>
/// <param name="Scale">The scale of the finished map.</param>
public sealed record MapComposition(
    SignRule Sign = SignRule.Absolute,
    RescaleRule Rescale = RescaleRule.PerChannel,
    double Epsilon = 1e-6,
    double Percentile = 99,
    AggregationRule ChannelAggregation = AggregationRule.Sum,
    UpsamplingRule Upsampling = UpsamplingRule.Bilinear,
    GlobalRule Global = GlobalRule.Drop,
    AggregationRule LayerAggregation = AggregationRule.Sum,
    ScaleRule Scale = ScaleRule.None)
{
    /// <summary>Whether every stage keeps sums: then the map adds up to the sum of the terms that are in it, in units of the output.</summary>
    public bool KeepsSum =>
        Sign == SignRule.Signed && Rescale == RescaleRule.None && ChannelAggregation == AggregationRule.Sum && LayerAggregation == AggregationRule.Sum
        && Upsampling is UpsamplingRule.SumPreserving or UpsamplingRule.ReceptiveField && Scale == ScaleRule.None;

    /// <summary>Whether <see cref="TermReducer{T}"/> can do the stages up to one map for each term while it reads memory once.</summary>
    internal bool IsStreaming =>
        Sign is SignRule.Signed or SignRule.Absolute && Rescale is RescaleRule.None or RescaleRule.PerImage or RescaleRule.PerChannel
        && ChannelAggregation == AggregationRule.Sum;

    /// <summary>Whether each layer needs a map of its own: its receptive field is its own, or layers are not simply added.</summary>
    internal bool KeepsLayersApart => Upsampling == UpsamplingRule.ReceptiveField || LayerAggregation == AggregationRule.Norm;

    /// <summary>Throws where choices contradict each other or a number is out of range.</summary>
    /// <exception cref="ArgumentException">What is wrong and what to do.</exception>
    internal void Check()
    {
        if (Epsilon is not (>= 0 and < double.PositiveInfinity))
            throw new ArgumentException($"epsilon={Epsilon} is not possible: it must be at least 0.");
        if (Percentile is not (> 0 and <= 100))
            throw new ArgumentException($"percentile={Percentile} is not possible: it must be above 0 and at most 100.");
        if (Global == GlobalRule.Spread && Rescale != RescaleRule.None)
            throw new ArgumentException("global=spread adds an amount in units of the output, which rescaled terms do not have: use rescale=none with it, or global=drop.");
    }

    /// <summary>The stages up to the channels, one after another: <c>(N, C, h, w)</c> to <c>(N, 1, h, w)</c>.</summary>
    internal Tensor Reduce(Tensor term)
    {
        using var scope = NewDisposeScope();
        var rescaled = RescaleStage.Channels(SignStage.Apply(term, Sign), this);
        return RescaleStage.Map(AggregationStage.Channels(rescaled, ChannelAggregation), this).MoveToOuterDisposeScope();
    }
}
