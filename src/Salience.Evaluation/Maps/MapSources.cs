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
        ArgumentNullException.ThrowIfNull(text);
        return text.Split(':')[0].Trim() switch
        {
            ScatteredMaps.MethodName => new ScatteredMaps(text, Read<ScatteredSettings>(text)),
            BlobMaps.MethodName => new BlobMaps(text, Read<BlobSettings>(text)),
            _ => new AttributionMaps(text, network, batch),
        };
    }

    private static T Read<T>(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var settings = new Dictionary<string, string>();
        foreach (var pair in colon < 0 ? [] : text[(colon + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = pair.Split('=', 2);
            if (parts.Length < 2 || parts[0].Length == 0 || !settings.TryAdd(parts[0].Trim(), parts[1].Trim()))
                throw new ArgumentException($"{text}: '{pair}' is no setting, or is given twice; write NAME:key=value,key=value.", nameof(text));
        }

        return SettingsText.Read<T>(text.Split(':')[0], settings);
    }
}
