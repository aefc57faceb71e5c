using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary><c>z·s</c> with s = 1/(1 + e^−αz): SiLU for α = 1, the quick GELU for α = 1.702.</summary>
/// <remarks>Bias: <c>−α z² s(1 − s)</c>.</remarks>
internal sealed class Swish(double alpha = 1) : ElementwiseFunction
{
    public double Alpha => alpha;

    protected override Tensor Apply(Tensor z) => alpha == 1 ? nn.functional.silu(z) : z * (z * alpha).sigmoid();

    protected override Tensor Offset(Tensor z, Tensor y)
    {
        var s = (alpha == 1 ? z : z * alpha).sigmoid();
        var offset = (s - 1).mul_(s).mul_(z).mul_(z);
        return alpha == 1 ? offset : offset.mul_(alpha);
    }
}

/// <summary><c>z·Φ(z)</c>, Φ the normal distribution function, or its approximation with tanh.</summary>
/// <remarks>
/// Bias: <c>−z² φ(z)</c> with the normal density φ. Approximated, <c>y = z·s(2u)</c> with s the logistic function and
/// <c>u = √(2/π)·(z + 0.044715 z³)</c>; bias: <c>−2z² s(2u) s(−2u) u′(z)</c>. Source: Hendrycks and Gimpel 2016, section 2.
/// </remarks>
internal sealed class Gelu(bool approximate = false) : ElementwiseFunction
{
    private const double Cubic = 0.044715;

    // Both biases are 0 in float64 beyond it, and no power of it overflows in float32.
    private const double Vanished = 40;

    private static readonly double RootTwoOverPi = Math.Sqrt(2 / Math.PI);

    private static readonly double DensityAtZero = 1 / Math.Sqrt(2 * Math.PI);

    public bool Approximate => approximate;

    protected override Tensor Apply(Tensor z) => approximate ? z.gelu(TorchSharp.Modules.GELU.Approximate.tanh) : z.gelu();

    protected override Tensor Offset(Tensor z, Tensor y)
    {
        var n = z.clamp(-Vanished, Vanished);
        var square = n * n;
        if (!approximate)
            return (square * -0.5).exp_().mul_(square).mul_(-DensityAtZero);
        var s = (n * (square * Cubic + 1) * (2 * RootTwoOverPi)).sigmoid();
        return s * (s - 1) * square * (square * (3 * Cubic) + 1) * (2 * RootTwoOverPi);
    }
}

/// <summary><c>z·tanh(ln(1 + e^z))</c>.</summary>
/// <remarks>
/// Bias: <c>−z² s(z)·4q²/(1 + q²)²</c> with the logistic function s and q = s(−z); the fraction is 1 − tanh² of the softplus without a difference.
/// </remarks>
internal sealed class Mish : ElementwiseFunction
{
    protected override Tensor Apply(Tensor z) => nn.functional.mish(z);

    protected override Tensor Offset(Tensor z, Tensor y)
    {
        var q = (-z).sigmoid();
        var ratio = z * q / (1 + q * q);
        return z.sigmoid() * ratio * ratio * -4;
    }
}

/// <summary><c>z·clamp(z/6 + 1/2, 0, 1)</c>. Bias: <c>−z²/6</c> where |z| &lt; 3, 0 elsewhere.</summary>
internal sealed class HardSwish : ElementwiseFunction
{
    protected override Tensor Apply(Tensor z) => nn.functional.hardswish(z);

    protected override Tensor Offset(Tensor z, Tensor y) => (z * z).div_(-6).masked_fill_(z.abs() >= 3, 0);
}
