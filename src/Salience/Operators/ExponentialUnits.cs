using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary><c>z</c> where z &gt; 0, <c>α(e^z − 1)</c> elsewhere.</summary>
/// <remarks>Bias: 0 where z &gt; 0, <c>m − (m + α)z</c> with m = α(e^z − 1) elsewhere.</remarks>
internal sealed class Elu(double alpha = 1) : ElementwiseFunction
{
    public double Alpha => alpha;

    protected override Tensor Apply(Tensor z) => z.elu(alpha, 1, 1);

    protected override Tensor Offset(Tensor z, Tensor y) => NegativeBranch.Offset(z, alpha, 1);
}

/// <summary><c>γ·Elu(z; α)</c>. The defaults keep activations at mean 0 and variance 1; ONNX gives them rounded to float32.</summary>
/// <remarks>Bias: γ times that of <see cref="Elu"/>. Source: Klambauer et al. 2017, equation 14.</remarks>
internal sealed class Selu(double alpha = 1.6732632423543772, double gamma = 1.0507009873554805) : ElementwiseFunction
{
    public double Alpha => alpha;

    public double Gamma => gamma;

    protected override Tensor Apply(Tensor z) => z.elu(alpha, gamma, 1);

    protected override Tensor Offset(Tensor z, Tensor y) => NegativeBranch.Offset(z, alpha, 1) * gamma;
}

/// <summary><c>z</c> where z &gt; 0, <c>α(e^(z/α) − 1)</c> elsewhere: its derivative is continuous whatever α is.</summary>
/// <remarks>Bias: 0 where z &gt; 0, <c>m − (m/α + 1)z</c> with m = α(e^(z/α) − 1) elsewhere.</remarks>
internal sealed class Celu(double alpha = 1) : ElementwiseFunction
{
    public double Alpha => alpha;

    protected override Tensor Apply(Tensor z) => z.celu(alpha);

    protected override Tensor Offset(Tensor z, Tensor y) => NegativeBranch.Offset(z, alpha, 1 / alpha);
}

/// <summary>The exponential branch <c>m(z) = α(e^(κz) − 1)</c> for z ≤ 0 that the units share.</summary>
internal static class NegativeBranch
{
    /// <summary><c>m(n) − m′(n)·n</c> at n = min(z, 0), which is 0 for positive z.</summary>
    public static Tensor Offset(Tensor z, double alpha, double rate)
    {
        var n = z.clamp_max(0);
        var m = (n * rate).expm1() * alpha;
        return m - (m + alpha) * n * rate;
    }
}
