using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary><c>s = 1/(1 + e^−z)</c>. Bias: <c>s − s(1 − s)z</c>.</summary>
internal sealed class Sigmoid : ElementwiseFunction
{
    protected override Tensor Apply(Tensor z) => z.sigmoid();

    protected override Tensor Offset(Tensor z, Tensor y) => y - y * (1 - y) * z;
}
