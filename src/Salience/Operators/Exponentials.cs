using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary><c>e^z</c>. Bias: <c>e^z (1 − z)</c>, 0 in the limit z → −∞ of a masked score.</summary>
internal sealed class Exp : ElementwiseFunction
{
    protected override Tensor Apply(Tensor z) => z.exp();

    protected override Tensor Offset(Tensor z, Tensor y) => (y * (1 - z)).masked_fill(y == 0, 0);
}

/// <summary><c>ln z</c>. Bias: <c>ln z − 1</c>; at 0 both the function and its bias are −∞.</summary>
internal sealed class Log : ElementwiseFunction
{
    protected override Tensor Apply(Tensor z) => z.log();

    protected override Tensor Offset(Tensor z, Tensor y) => y - 1;
}

/// <summary>The error function, <c>erf z = 2/√π ∫₀ᶻ e^−t² dt</c>. Bias: <c>erf z − 2/√π · z e^−z²</c>.</summary>
internal sealed class Erf : ElementwiseFunction
{
    private static readonly double TwoOverRootPi = 2 / Math.Sqrt(Math.PI);

    protected override Tensor Apply(Tensor z) => z.erf();

    protected override Tensor Offset(Tensor z, Tensor y) => y - TwoOverRootPi * z * (-z * z).exp();
}
