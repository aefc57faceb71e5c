using System.Runtime.InteropServices;
using Salience.PostProcessing;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Evaluation.MapSimilarity;

/// <summary>The profiles of several maps.</summary>
internal sealed class MapProfiles : IDisposable
{
    private readonly MapProfile[] _profiles;

    /// <summary>Works them out, on libtorch's threads.</summary>
    /// <param name="maps"><c>(N, 1, H, W)</c>.</param>
    /// <param name="ink">Boolean, of the same shape: which pixels are not background.</param>
    public MapProfiles(Tensor maps, Tensor ink)
    {
        MapShapes.RequirePair(maps, ink);
        using var scope = NewDisposeScope();
        var (values, inked) = (maps.detach().to_type(ScalarType.Float64).contiguous(), ink.contiguous());
        var (area, width) = ((int)(maps.shape[2] * maps.shape[3]), (int)maps.shape[3]);
        _profiles = new MapProfile[maps.shape[0]];
        SharedThreads.Run(_profiles.Length, get_num_threads(), n => _profiles[n] = new MapProfile(
            MemoryMarshal.Cast<byte, double>(values.bytes).Slice(n * area, area), MemoryMarshal.Cast<byte, bool>(inked.bytes).Slice(n * area, area), width));
    }

    /// <summary>Number of maps.</summary>
    public int Count => _profiles.Length;

    /// <summary>The profile of a map.</summary>
    public MapProfile this[int map] => _profiles[map];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var profile in _profiles)
            profile.Dispose();
    }
}
