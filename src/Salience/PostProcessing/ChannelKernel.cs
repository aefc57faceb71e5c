using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Salience.PostProcessing;

/// <summary>One vectorised pass over one channel of a term <c>p = g ⊙ b</c>.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal static class ChannelKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Adds <c>p</c>, or <c>|p|</c>, to <paramref name="map"/>.</summary>
    /// <param name="g">Gradient of the channel.</param>
    /// <param name="b">Bias of the channel: one value, or one for each place.</param>
    /// <param name="absolute">Whether magnitudes are added.</param>
    /// <param name="map">Running sum over channels; empty where only the statistics are wanted.</param>
    /// <returns>Sum of p, and smallest and largest value added.</returns>
    public static Statistics Accumulate(ReadOnlySpan<T> g, ReadOnlySpan<T> b, bool absolute, Span<T> map)
    {
        var constant = b.Length == 1;
        var factor = new Vector<T>(b[0]);
        var (sum, low, high) = (Vector<T>.Zero, new Vector<T>(T.PositiveInfinity), new Vector<T>(T.NegativeInfinity));
        var gs = MemoryMarshal.Cast<T, Vector<T>>(g);
        var bs = constant ? default : MemoryMarshal.Cast<T, Vector<T>>(b);
        var maps = MemoryMarshal.Cast<T, Vector<T>>(map);
        for (var i = 0; i < gs.Length; i++)
        {
            var p = gs[i] * (constant ? factor : bs[i]);
            sum += p;
            if (absolute)
                p = Vector.Abs(p);
            low = Vector.Min(low, p);
            high = Vector.Max(high, p);
            if (maps.Length > 0)
                maps[i] += p;
        }

        var result = new Statistics(double.CreateTruncating(Vector.Sum(sum)), T.PositiveInfinity, T.NegativeInfinity);
        for (var j = 0; j < Vector<T>.Count && gs.Length > 0; j++)
            result = result with { Min = T.Min(result.Min, low[j]), Max = T.Max(result.Max, high[j]) };
        for (var i = gs.Length * Vector<T>.Count; i < g.Length; i++)
        {
            var p = g[i] * b[constant ? 0 : i];
            var v = absolute ? T.Abs(p) : p;
            result = new Statistics(result.Sum + double.CreateTruncating(p), T.Min(result.Min, v), T.Max(result.Max, v));
            if (map.Length > 0)
                map[i] += v;
        }

        return result;
    }

    /// <summary>Adds <c>(|p| − min)·scale</c>, or without the absolute value, to <paramref name="map"/>.</summary>
    public static void AccumulateScaled(ReadOnlySpan<T> g, ReadOnlySpan<T> b, bool absolute, T min, T scale, Span<T> map)
    {
        var constant = b.Length == 1;
        var factor = new Vector<T>(b[0]);
        var (vmin, vscale) = (new Vector<T>(min), new Vector<T>(scale));
        var gs = MemoryMarshal.Cast<T, Vector<T>>(g);
        var bs = constant ? default : MemoryMarshal.Cast<T, Vector<T>>(b);
        var maps = MemoryMarshal.Cast<T, Vector<T>>(map);
        for (var i = 0; i < gs.Length; i++)
        {
            var p = gs[i] * (constant ? factor : bs[i]);
            maps[i] += ((absolute ? Vector.Abs(p) : p) - vmin) * vscale;
        }

        for (var i = gs.Length * Vector<T>.Count; i < g.Length; i++)
        {
            var p = g[i] * b[constant ? 0 : i];
            map[i] += ((absolute ? T.Abs(p) : p) - min) * scale;
        }
    }

    /// <summary>What one pass over a channel found.</summary>
    /// <param name="Sum">Sum of the signed products.</param>
    /// <param name="Min">Smallest value added.</param>
    /// <param name="Max">Largest value added.</param>
    public readonly record struct Statistics(double Sum, T Min, T Max);
}
