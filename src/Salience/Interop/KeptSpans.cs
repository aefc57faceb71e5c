using System.Runtime.CompilerServices;

namespace Salience.Interop;

/// <summary>What <see cref="GC.KeepAlive"/> is for objects, for the elements of a span; the build calls it (<c>eng/KeepAlive.targets</c>).</summary>
internal static class KeptSpans
{
    /// <summary>Keeps what a span refers to alive up to this call.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void KeepAlive<T>(ReadOnlySpan<T> values)
    {
    }
}
