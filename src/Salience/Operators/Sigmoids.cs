using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary><c>s = 1/(1 + e^−z)</c>. Bias: <c>s − s(1 − s)z</c>.</summary>
internal sealed class Sigmoid : ElementwiseFunction
{
    protected override Tensor Apply(Tensor z) => z.sigmoid();

    protected override Tensor Offset(Tensor z, Tensor y) => y - y * (1 - y) * z;
}

/// <summary><c>a = αz + β</c> limited to 0 … 1. Bias: β where 0 ≤ a ≤ 1, the output elsewhere.</summary>
internal sealed class HardSigmoid(double alpha = 0.2, double beta = 0.5) : ElementwiseFunction
{
    public double Alpha => alpha;

    public double Beta => beta;

    /// <summary>
    /// The usual slope 1/6 has a kernel of its own in libtorch, whose derivative is 1/6 in float32 even for float64 values. It is taken so that
    /// gradients equal PyTorch's, and the bias is that of the derivative in use.
    /// </summary>
    private bool IsLibtorchs => alpha is 1.0 / 6 && beta == 0.5;

    protected override Tensor Apply(Tensor z) => IsLibtorchs ? nn.functional.hardsigmoid(z) : (z * alpha + beta).clamp(0, 1);

    protected override Tensor Offset(Tensor z, Tensor y) =>
        IsLibtorchs ? (y - z * (1f / 6f)).where((z > -3).logical_and(z < 3), y) : y.masked_fill(z * alpha + beta == y, beta);
}

/// <summary><c>z/(1 + |z|)</c>. Bias: <c>y·|y|</c>.</summary>
internal sealed class Softsign : ElementwiseFunction
{
    protected override Tensor Apply(Tensor z) => z / (1 + z.abs());

    protected override Tensor Offset(Tensor z, Tensor y) => y * y.abs();
}

/// <summary><c>ln(1 + e^z)</c>. Bias: the entropy of a coin with P(heads) = 1/(1 + e^−z), <c>ln(1 + e^−|z|) + |z|/(1 + e^|z|)</c>.</summary>
/// <remarks>That form has no difference of large numbers: the obvious one, <c>ln(1 + e^z) − z·s(z)</c>, cancels for large z.</remarks>
internal sealed class Softplus : ElementwiseFunction
{
    // Beyond it, ln(1 + e^z) = z even in float64, and e^z is finite even in float32.
    private const double LinearBeyond = 40;

    protected override Tensor Apply(Tensor z) => Of(z);

    protected override Tensor Offset(Tensor z, Tensor y)
    {
        var n = -z.abs();
        return Of(n) - n * n.sigmoid();
    }

    private static Tensor Of(Tensor z) => nn.functional.softplus(z, 1, LinearBeyond);
}
