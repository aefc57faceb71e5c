using Salience.Attribution;
using Salience.Networks;

namespace Salience.Evaluation.Maps;

/// <summary>Makes what <c>--methods</c> names: every method of <see cref="AttributionMethods"/>, and the controls <c>scattered</c> and <c>blobs</c>.</summary>
public static class MapSources
{
    /// <summary>Names of the controls that only experiments have.</summary>
    public static IReadOnlyList<string> Controls { get; } = [ScatteredMaps.MethodName, BlobMaps.MethodName];

    /// <summary>Makes a source of maps for a network.</summary>
    /// <param name="text">A name, or a name with settings: <c>integrated-gradients:steps=64</c>, <c>blobs:width=0.1,seed=3</c>.</param>
    /// <param name="network">The network; it must outlive the source.</param>
    /// <param name="batch">Most pictures in one pass through the network.</param>
    /// <returns>The source, disposed by the caller.</returns>
    /// <exception cref="ArgumentException">There is no such method, setting or value; the message says what is possible.</exception>
    public static MapSource Create(string text, Network network, int batch = AttributionMethod.DefaultBatch)
    {
        var (name, settings) = MethodText.Parse(text);
        return name switch
        {
            ScatteredMaps.MethodName => new ScatteredMaps(text, SettingsText.Read<ScatteredSettings>(name, settings)),
            BlobMaps.MethodName => new BlobMaps(text, SettingsText.Read<BlobSettings>(name, settings)),
            _ => new AttributionMaps(text, network, batch),
        };
    }
}
