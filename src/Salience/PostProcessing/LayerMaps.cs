using static TorchSharp.torch;

namespace Salience.PostProcessing;

/// <summary>The maps of layers while terms arrive: one for each resolution, or one for each layer where the composition needs them apart.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class LayerMaps<T>(MapComposition composition, int images)
    where T : unmanaged
{
    private readonly Dictionary<(long Height, long Width, string Layer), T[]> _maps = [];
    private readonly HashSet<string> _layers = [];

    /// <summary>The running sum, <c>N·h·w</c> numbers, to which a term of the layer is added.</summary>
    /// <param name="layer">Name of the value that the term belongs to.</param>
    /// <param name="height">h.</param>
    /// <param name="width">w.</param>
    public T[] Of(string layer, long height, long width)
    {
        _layers.Add(layer);
        var key = (height, width, composition.KeepsLayersApart ? layer : string.Empty);
        if (!_maps.TryGetValue(key, out var map))
            _maps.Add(key, map = new T[images * height * width]);
        return map;
    }

    /// <summary>One map <c>(N, 1, H, W)</c> of all.</summary>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="field">Spreads maps over receptive fields, where the composition asks for that.</param>
    public Tensor Merge(long height, long width, ReceptiveField? field)
    {
        if (_maps.Count == 0)
            Of(string.Empty, height, width);

        // From coarse to fine, whatever the order of the terms was.
        var maps = _maps.OrderBy(m => m.Key.Height).ThenBy(m => m.Key.Width).ThenBy(m => m.Key.Layer, StringComparer.Ordinal)
            .Select(m => (m.Key.Layer, Map: FromArray(m.Value).view(images, 1, m.Key.Height, m.Key.Width))).ToList();
        return AggregationStage.Layers(field is null ? maps.Select(m => Upsample(m.Map)) : Spread(field), _layers.Count, composition.LayerAggregation);

        Tensor Upsample(Tensor map) => UpsamplingStage.Apply(map, height, width, composition.Upsampling);

        // Layers that are added share one pass back to the input.
        IEnumerable<Tensor> Spread(ReceptiveField fields) =>
            composition.LayerAggregation == AggregationRule.Norm ? maps.Select(m => fields.Spread([m])) : [fields.Spread(maps)];
    }

    private static Tensor FromArray(T[] values) => values is float[] single ? tensor(single) : tensor((double[])(object)values);
}
