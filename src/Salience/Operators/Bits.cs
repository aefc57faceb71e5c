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

/// <summary>The bits of a turned over.</summary>
internal sealed class BitwiseNot : Predicate
{
    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]!.bitwise_not();
}

/// <summary>The bits of a moved by b places: <c>⌊a/2^b⌋</c>, or <c>a·2^b</c> with <paramref name="left"/>; a and b are not negative.</summary>
internal sealed class BitShift(bool left) : Predicate
{
    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) =>
        left ? inputs[0]!.bitwise_left_shift(inputs[1]!) : inputs[0]!.bitwise_right_shift(inputs[1]!);
}
