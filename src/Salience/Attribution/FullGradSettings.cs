using Salience.PostProcessing;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>Options of <see cref="FullGrad"/>. A stage that is <see langword="null"/> is that of the preset.</summary>
/// <param name="Preset">How terms become a map; <see cref="Presets.Paper"/> where <see langword="null"/>.</param>
/// <param name="FoldBatchNorm">Whether batch normalisation is folded into convolutions first where the preset merges them: faster, same terms.</param>
/// <param name="OtherInputs">Tensors for the network's other inputs by name.</param>
/// <param name="Terms">Which terms the map shows, by kind.</param>
/// <param name="Layers">Whose bias terms the map shows; those of all layers where <see langword="null"/>.</param>
/// <param name="Sign">What becomes of the sign of a term.</param>
/// <param name="Rescale">Over which elements a term is brought to a common scale.</param>
/// <param name="Epsilon">Added to the range that is divided by.</param>
/// <param name="Percentile">Where percentile rules cut.</param>
/// <param name="ChannelAggregation">How the channels of a place become one number.</param>
/// <param name="Upsampling">How a map is brought to the picture's size.</param>
/// <param name="Global">What becomes of terms without a place.</param>
/// <param name="LayerAggregation">How the maps of the layers become one.</param>
/// <param name="Scale">The scale of the finished map.</param>
public sealed record FullGradSettings(
    Preset? Preset = null,
    bool FoldBatchNorm = true,
    IReadOnlyDictionary<string, Tensor>? OtherInputs = null,
    FullGradTerms Terms = FullGradTerms.All,
    LayerSelection? Layers = null,
    SignRule? Sign = null,
    RescaleRule? Rescale = null,
    double? Epsilon = null,
    double? Percentile = null,
    AggregationRule? ChannelAggregation = null,
    UpsamplingRule? Upsampling = null,
    GlobalRule? Global = null,
    AggregationRule? LayerAggregation = null,
    ScaleRule? Scale = null)
{
    /// <summary>The stages: the preset's, with those given here in their place.</summary>
    public MapComposition Composition
    {
        get
        {
            var map = (Preset ?? Presets.Paper).Map;
            return new MapComposition(
                Sign ?? map.Sign,
                Rescale ?? map.Rescale,
                Epsilon ?? map.Epsilon,
                Percentile ?? map.Percentile,
                ChannelAggregation ?? map.ChannelAggregation,
                Upsampling ?? map.Upsampling,
                Global ?? map.Global,
                LayerAggregation ?? map.LayerAggregation,
                Scale ?? map.Scale);
        }
    }

    /// <summary>The same options, every stage named.</summary>
    internal FullGradSettings InFull()
    {
        var map = Composition;
        return this with
        {
            Preset = Preset ?? Presets.Paper,
            Layers = Layers ?? LayerSelection.All,
            Sign = map.Sign,
            Rescale = map.Rescale,
            Epsilon = map.Epsilon,
            Percentile = map.Percentile,
            ChannelAggregation = map.ChannelAggregation,
            Upsampling = map.Upsampling,
            Global = map.Global,
            LayerAggregation = map.LayerAggregation,
            Scale = map.Scale,
        };
    }
}
