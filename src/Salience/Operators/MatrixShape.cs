using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>The matrix product with a check in front: TorchSharp 0.107 lets libtorch's error on shapes that do not fit end the process.</summary>
internal static class MatrixShape
{
    /// <summary><c>A·B</c> over the last two axes, batch axes broadcast; a vector on the left is a row, on the right a column.</summary>
    /// <exception cref="ArgumentException">The shapes or types do not fit.</exception>
    public static Tensor Multiply(Tensor a, Tensor b)
    {
        Require(a, b);
        return matmul(a, b);
    }

    private static void Require(Tensor a, Tensor b)
    {
        var (left, right) = (a.shape, b.shape);
        var fits = left.Length > 0 && right.Length > 0 && a.dtype == b.dtype && left[^1] == right[^Math.Min(2, right.Length)];
        for (var i = 3; fits && i <= Math.Min(left.Length, right.Length); i++)
            fits = left[^i] == right[^i] || left[^i] == 1 || right[^i] == 1;
        if (!fits)
            throw new ArgumentException($"({string.Join(", ", left)}) {a.dtype} and ({string.Join(", ", right)}) {b.dtype} cannot be multiplied as matrices.");
    }
}
