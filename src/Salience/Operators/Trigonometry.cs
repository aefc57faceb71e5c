using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary><c>sin z</c>. Bias: <c>sin z − z cos z</c>.</summary>
internal sealed class Sin : ElementwiseFunction
{
    protected override Tensor Apply(Tensor z) => z.sin();

    protected override Tensor Offset(Tensor z, Tensor y) => y - z * z.cos();
}

/// <summary><c>cos z</c>. Bias: <c>cos z + z sin z</c>.</summary>
internal sealed class Cos : ElementwiseFunction
{
    protected override Tensor Apply(Tensor z) => z.cos();

    protected override Tensor Offset(Tensor z, Tensor y) => y + z * z.sin();
}

/// <summary><c>tan z</c>. Bias: <c>tan z − z(1 + tan² z)</c>.</summary>
internal sealed class Tan : ElementwiseFunction
{
    protected override Tensor Apply(Tensor z) => z.tan();

    protected override Tensor Offset(Tensor z, Tensor y) => y - z * (1 + y * y);
}

/// <summary><c>arcsin z</c>. Bias: <c>arcsin z − z/√(1 − z²)</c>; singular at ±1, where the derivative is.</summary>
internal sealed class Asin : ElementwiseFunction
{
    protected override Tensor Apply(Tensor z) => z.asin();

    protected override Tensor Offset(Tensor z, Tensor y) => y - z * ((1 - z) * (1 + z)).rsqrt();
}

/// <summary><c>arccos z</c>. Bias: <c>arccos z + z/√(1 − z²)</c>; singular at ±1, where the derivative is.</summary>
internal sealed class Acos : ElementwiseFunction
{
    protected override Tensor Apply(Tensor z) => z.acos();

    protected override Tensor Offset(Tensor z, Tensor y) => y + z * ((1 - z) * (1 + z)).rsqrt();
}

/// <summary><c>arctan z</c>. Bias: <c>arctan z − z/(1 + z²)</c>.</summary>
internal sealed class Atan : ElementwiseFunction
{
    protected override Tensor Apply(Tensor z) => z.atan();

    protected override Tensor Offset(Tensor z, Tensor y) => y - z / (1 + z * z);
}
