using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary><c>a ∧ b</c> bit by bit.</summary>
internal sealed class BitwiseAnd : Predicate
{
    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]!.bitwise_and(inputs[1]!);
}

/// <summary><c>a ∨ b</c> bit by bit.</summary>
internal sealed class BitwiseOr : Predicate
{
    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]!.bitwise_or(inputs[1]!);
}

/// <summary>Bits that are set in either a or b, not both.</summary>
internal sealed class BitwiseXor : Predicate
{
    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]!.bitwise_xor(inputs[1]!);
}

/// <summary>The bits of a turned over, of which the lowest <paramref name="unsignedBits"/> count unless that is 0.</summary>
internal sealed class BitwiseNot(int unsignedBits = 0) : Predicate
{
    public int UnsignedBits => unsignedBits;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        return LowestBits.Of(inputs[0]!.bitwise_not(), unsignedBits).MoveToOuterDisposeScope();
    }
}

/// <summary>
/// The bits of a moved by b places: <c>⌊a/2^b⌋</c>, or <c>a·2^b</c> with <paramref name="left"/>, of which the lowest
/// <paramref name="unsignedBits"/> count unless that is 0; a and b are not negative.
/// </summary>
internal sealed class BitShift(bool left, int unsignedBits = 0) : Predicate
{
    public bool Left => left;

    public int UnsignedBits => unsignedBits;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var (a, b) = (inputs[0]!, inputs[1]!);
        return LowestBits.Of(left ? a.bitwise_left_shift(b) : a.bitwise_right_shift(b), unsignedBits).MoveToOuterDisposeScope();
    }
}

/// <summary>libtorch has no arithmetic in unsigned types beyond 8 bits: their values live in the next wider signed type.</summary>
internal static class LowestBits
{
    /// <summary>The lowest <paramref name="bits"/> of each element as a number that is not negative; all bits where that is 0.</summary>
    public static Tensor Of(Tensor x, int bits) => bits == 0 ? x : x.bitwise_and(tensor((1L << bits) - 1, x.dtype, x.device));
}
