using TorchSharp;

namespace Salience.Interop;

/// <summary>Holds the last scalars that a thread made, for as long as a native call of that thread can read them.</summary>
/// <remarks>A thread that is in a native call makes no more of them, and no call has as many arguments as the ring has places.</remarks>
internal static class ScalarRing
{
    private const int Places = 64;

    [ThreadStatic]
    private static Scalar?[]? _ring;

    [ThreadStatic]
    private static int _next;

    /// <summary>Holds a scalar.</summary>
    /// <returns>The same.</returns>
    public static Scalar Keep(Scalar scalar)
    {
        _ring ??= new Scalar?[Places];
        _ring[_next] = scalar;
        _next = (_next + 1) % Places;
        return scalar;
    }
}
