using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>Access to inputs that a node may leave out: at the end of the list by giving fewer, in the middle by <see langword="null"/>.</summary>
internal static class OptionalInputs
{
    /// <summary>The input at <paramref name="index"/>, or <see langword="null"/> where it is absent.</summary>
    public static Tensor? Optional(this IReadOnlyList<Tensor?> inputs, int index) => index < inputs.Count ? inputs[index] : null;

    /// <summary>Whether the input at <paramref name="index"/> is present and active.</summary>
    public static bool At(this IReadOnlyList<bool> active, int index) => index < active.Count && active[index];

    /// <summary>Whether the input at <paramref name="index"/> is active and no other one is.</summary>
    public static bool Only(this IReadOnlyList<bool> active, int index) => active.At(index) && active.Count(a => a) == 1;
}
