using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Salience.PostProcessing;

/// <summary>Vectorised passes over channels of a term <c>p = g ⊙ b</c>; v stands for <c>p</c> or <c>|p|</c>.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TSign">Whether v is the magnitude.</typeparam>
/// <typeparam name="TBias">Whether b is one value for the channel.</typeparam>
/// <remarks>
/// Switches are type arguments, so that the loops hold no branches. Compiled with full optimisation at once: a first explanation is as fast
/// as the hundredth. NaN spreads to the sums and the map.
/// </remarks>
internal static class ChannelKernel<T, TSign, TBias>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TSign : struct, ISwitch
    where TBias : struct, ISwitch
{
    /// <summary>Sum of p, smallest and largest v.</summary>
    /// <param name="g">Gradient of the channel.</param>
    /// <param name="b">Bias of the channel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Statistics<T> Measure(ReadOnlySpan<T> g, ReadOnlySpan<T> b)
    {
        // Two accumulators of each kind hide the latency of the additions.
        var (sum, low, high) = (Vector<T>.Zero, new Vector<T>(T.PositiveInfinity), new Vector<T>(T.NegativeInfinity));
        var (sum2, low2, high2) = (sum, low, high);
        var i = 0;
        for (; i <= g.Length - 2 * Vector<T>.Count; i += 2 * Vector<T>.Count)
        {
            var (p, p2) = (Product(g, b, i), Product(g, b, i + Vector<T>.Count));
            (sum, sum2) = (sum + p, sum2 + p2);
            var (v, v2) = (Value(p), Value(p2));
            (low, low2) = (Vector.MinNative(low, v), Vector.MinNative(low2, v2));
            (high, high2) = (Vector.MaxNative(high, v), Vector.MaxNative(high2, v2));
        }

        var (total, min, max) = (double.CreateTruncating(Vector.Sum(sum + sum2)), T.PositiveInfinity, T.NegativeInfinity);
        (low, high) = (Vector.MinNative(low, low2), Vector.MaxNative(high, high2));
        for (var j = 0; j < Vector<T>.Count && i > 0; j++)
            (min, max) = (T.MinNative(min, low[j]), T.MaxNative(max, high[j]));
        for (; i < g.Length; i++)
        {
            var p = g[i] * b[TBias.On ? 0 : i];
            total += double.CreateTruncating(p);
            var v = TSign.On ? T.Abs(p) : p;
            (min, max) = (T.MinNative(min, v), T.MaxNative(max, v));
        }

        return new Statistics<T>(total, min, max);
    }

    /// <summary>Adds <c>(v − shift)·scale</c> to <paramref name="map"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ReadOnlySpan<T> g, ReadOnlySpan<T> b, T shift, T scale, Span<T> map)
    {
        var (vshift, vscale) = (new Vector<T>(shift), new Vector<T>(scale));
        var i = 0;
        for (; i <= g.Length - Vector<T>.Count; i += Vector<T>.Count)
            Store(map, i, Load(map, i) + (Value(Product(g, b, i)) - vshift) * vscale);
        for (; i < g.Length; i++)
            map[i] += Term(g, b, i, shift, scale);
    }

    /// <summary>Adds four channels at once, in their order: the map is read and written once.</summary>
    /// <param name="g">Gradients of the four channels, one behind the other.</param>
    /// <param name="b">Biases of the four channels, one behind the other.</param>
    /// <param name="shifts">What is taken off each channel.</param>
    /// <param name="scales">What each channel is multiplied by.</param>
    /// <param name="map">Running sum over channels.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddFour(ReadOnlySpan<T> g, ReadOnlySpan<T> b, ReadOnlySpan<T> shifts, ReadOnlySpan<T> scales, Span<T> map)
    {
        var (n, m) = (map.Length, b.Length / 4);
        ReadOnlySpan<T> g0 = g[..n], g1 = g.Slice(n, n), g2 = g.Slice(2 * n, n), g3 = g.Slice(3 * n, n);
        ReadOnlySpan<T> b0 = b[..m], b1 = b.Slice(m, m), b2 = b.Slice(2 * m, m), b3 = b.Slice(3 * m, m);
        var (m0, m1, m2, m3) = (new Vector<T>(shifts[0]), new Vector<T>(shifts[1]), new Vector<T>(shifts[2]), new Vector<T>(shifts[3]));
        var (s0, s1, s2, s3) = (new Vector<T>(scales[0]), new Vector<T>(scales[1]), new Vector<T>(scales[2]), new Vector<T>(scales[3]));
        var i = 0;
        for (; i <= n - Vector<T>.Count; i += Vector<T>.Count)
        {
            var total = Load(map, i) + (Value(Product(g0, b0, i)) - m0) * s0;
            total += (Value(Product(g1, b1, i)) - m1) * s1;
            total += (Value(Product(g2, b2, i)) - m2) * s2;
            Store(map, i, total + (Value(Product(g3, b3, i)) - m3) * s3);
        }

        for (; i < n; i++)
        {
            var total = map[i] + Term(g0, b0, i, shifts[0], scales[0]);
            total += Term(g1, b1, i, shifts[1], scales[1]);
            total += Term(g2, b2, i, shifts[2], scales[2]);
            map[i] = total + Term(g3, b3, i, shifts[3], scales[3]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Term(ReadOnlySpan<T> g, ReadOnlySpan<T> b, int i, T shift, T scale)
    {
        var p = g[i] * b[TBias.On ? 0 : i];
        return ((TSign.On ? T.Abs(p) : p) - shift) * scale;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Product(ReadOnlySpan<T> g, ReadOnlySpan<T> b, int i) =>
        Load(g, i) * (TBias.On ? new Vector<T>(MemoryMarshal.GetReference(b)) : Load(b, i));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Value(Vector<T> p) => TSign.On ? Vector.Abs(p) : p;

    // Callers keep i + Vector<T>.Count within the span.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Load(ReadOnlySpan<T> values, int i) => Vector.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Span<T> values, int i, Vector<T> value) => value.StoreUnsafe(ref MemoryMarshal.GetReference(values), (nuint)i);
}

/// <summary>What one pass over a channel found.</summary>
/// <param name="Sum">Sum of the signed products.</param>
/// <param name="Min">Smallest value.</param>
/// <param name="Max">Largest value.</param>
internal readonly record struct Statistics<T>(double Sum, T Min, T Max);

/// <summary>A choice made by a type, so that compiled code holds only the chosen side.</summary>
internal interface ISwitch
{
    /// <summary>Whether the choice is yes.</summary>
    static abstract bool On { get; }
}

/// <summary>Yes.</summary>
internal readonly struct Yes : ISwitch
{
    public static bool On => true;
}

/// <summary>No.</summary>
internal readonly struct No : ISwitch
{
    public static bool On => false;
}
