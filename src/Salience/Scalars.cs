using TorchSharp;

namespace Salience;

/// <summary>Numbers as libtorch takes them, kept alive for good.</summary>
/// <remarks>
/// TorchSharp 0.107 hands the native handle of a <see cref="Scalar"/> to libtorch without keeping the object alive: one made for a single call may be finalised
/// by a garbage collection while the call reads it. Where the number is always the same, take it from here.
/// </remarks>
internal static class Scalars
{
    /// <summary>0.</summary>
    public static Scalar Zero { get; } = 0;

    /// <summary>1.</summary>
    public static Scalar One { get; } = 1;
}
