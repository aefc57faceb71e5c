using System.Runtime.CompilerServices;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Decomposition;

/// <summary>Layouts that were found, by network and shape of the input: a network of tokens is run for its layout once, not at every explanation.</summary>
internal static class SpatialLayoutCache
{
    /// <summary>Shapes kept for a network; one that is used with more of them starts again.</summary>
    private const int MostShapes = 8;

    private static readonly ConditionalWeakTable<Network, Dictionary<string, SpatialLayout>> Known = [];

    /// <summary>The layout of a network for a shape of its explained input.</summary>
    /// <param name="network">The network.</param>
    /// <param name="shape">Shape of the explained input, N included.</param>
    /// <param name="otherInputs">Tensors for the network's other inputs; their values may decide shapes, so that with any the layout is found anew.</param>
    public static SpatialLayout Get(Network network, long[] shape, IReadOnlyDictionary<string, Tensor>? otherInputs)
    {
        if (otherInputs is { Count: > 0 })
            return SpatialLayout.Of(network, shape, otherInputs);
        var layouts = Known.GetOrCreateValue(network);
        lock (layouts)
        {
            var key = string.Join('×', shape);
            if (layouts.TryGetValue(key, out var known))
                return known;
            if (layouts.Count >= MostShapes)
                layouts.Clear();
            var layout = SpatialLayout.Of(network, shape);
            layouts.Add(key, layout);
            return layout;
        }
    }
}
