using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary><c>sinh z</c>. Bias: <c>sinh z − z cosh z</c>.</summary>
internal sealed class Sinh : ElementwiseFunction
{
    protected override Tensor Apply(Tensor z) => z.sinh();

    protected override Tensor Offset(Tensor z, Tensor y) => y - z * z.cosh();
}

/// <summary><c>cosh z</c>. Bias: <c>cosh z − z sinh z</c>.</summary>
internal sealed class Cosh : ElementwiseFunction
{
    protected override Tensor Apply(Tensor z) => z.cosh();

    protected override Tensor Offset(Tensor z, Tensor y) => y - z * z.sinh();
}

/// <summary><c>t = tanh z</c>. Bias: <c>t − (1 − t²)z</c>.</summary>
internal sealed class Tanh : ElementwiseFunction
{
    protected override Tensor Apply(Tensor z) => z.tanh();

    protected override Tensor Offset(Tensor z, Tensor y) => y - (1 - y * y) * z;
}

/// <summary><c>arsinh z</c>. Bias: <c>arsinh z − z/√(1 + z²)</c>.</summary>
internal sealed class Asinh : ElementwiseFunction
{
    protected override Tensor Apply(Tensor z) => z.asinh();

    // 1/√(1 + z²) is 0 where z² overflows, though the quotient is ±1: hypot does not overflow.
    protected override Tensor Offset(Tensor z, Tensor y) => y - z / z.hypot(ones_like(z));
}

/// <summary><c>arcosh z</c>. Bias: <c>arcosh z − z/√(z² − 1)</c>; singular at 1, where the derivative is.</summary>
internal sealed class Acosh : ElementwiseFunction
{
    protected override Tensor Apply(Tensor z) => z.acosh();

    protected override Tensor Offset(Tensor z, Tensor y) => y - (z / (z - 1)).sqrt() * (z / (z + 1)).sqrt();
}

/// <summary><c>artanh z</c>. Bias: <c>artanh z − z/(1 − z²)</c>; singular at ±1, where the function is.</summary>
internal sealed class Atanh : ElementwiseFunction
{
    protected override Tensor Apply(Tensor z) => z.atanh();

    protected override Tensor Offset(Tensor z, Tensor y) => y - z / ((1 - z) * (1 + z));
}
