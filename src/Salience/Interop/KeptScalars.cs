using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Interop;

/// <summary>TorchSharp's methods that use a <see cref="Scalar"/> of their own in a call of libtorch, with scalars that stay alive during the call.</summary>
/// <remarks>
/// Nobody calls these methods by name: the build puts each in the place of TorchSharp's method of the same name and parameters (<c>eng/KeepAlive.targets</c>), so
/// that code is written with TorchSharp's operators as ever.
/// </remarks>
internal static class KeptScalars
{
    private static readonly Scalar Zero = 0;
    private static readonly Scalar One = 1;
    private static readonly Scalar Two = 2;
    private static readonly Scalar Twenty = 20;

    public static Tensor op_Addition(Tensor left, Tensor right) => left.add(right, One);

    public static Tensor op_Addition(Tensor left, int right) => left.add(right, One);

    public static Tensor op_Addition(Tensor left, long right) => left.add(right, One);

    public static Tensor op_Addition(Tensor left, double right) => left.add(right, One);

    public static Tensor op_Addition(int left, Tensor right) => right.add(left, One);

    public static Tensor op_Addition(long left, Tensor right) => right.add(left, One);

    public static Tensor op_Addition(double left, Tensor right) => right.add(left, One);

    public static Tensor op_Subtraction(Tensor left, int right) => left.sub(right);

    public static Tensor op_Subtraction(Tensor left, long right) => left.sub(right);

    public static Tensor op_Subtraction(Tensor left, double right) => left.sub(right);

    public static Tensor op_Subtraction(int left, Tensor right) => Difference(left, right);

    public static Tensor op_Subtraction(long left, Tensor right) => Difference(left, right);

    public static Tensor op_Subtraction(double left, Tensor right) => Difference(left, right);

    public static Tensor op_Multiply(Tensor left, int right) => left.mul(right);

    public static Tensor op_Multiply(Tensor left, long right) => left.mul(right);

    public static Tensor op_Multiply(Tensor left, float right) => left.mul(right);

    public static Tensor op_Multiply(Tensor left, double right) => left.mul(right);

    public static Tensor op_Multiply(int left, Tensor right) => right.mul(left);

    public static Tensor op_Multiply(long left, Tensor right) => right.mul(left);

    public static Tensor op_Multiply(double left, Tensor right) => right.mul(left);

    public static Tensor op_Division(Tensor left, int right) => left.div(right);

    public static Tensor op_Division(Tensor left, long right) => left.div(right);

    public static Tensor op_Division(Tensor left, double right) => left.div(right);

    public static Tensor op_Division(int left, Tensor right) => Quotient(left, right);

    public static Tensor op_Division(double left, Tensor right) => Quotient(left, right);

    public static Tensor add_(Tensor left, Tensor right) => left.add_(right, One);

    public static Tensor add_(Tensor left, Scalar right) => left.add_(right, One);

    public static Tensor square(Tensor x) => x.pow(Two);

    public static Tensor arange(Scalar stop, ScalarType? dtype, Device? device, bool requiresGradient) => torch.arange(Zero, stop, One, dtype, device, requiresGradient);

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype, Device? device, bool requiresGradient) =>
        torch.arange(start, stop, One, dtype, device, requiresGradient);

    public static Tensor softplus(Tensor x, double beta, double threshold)
    {
        using Scalar inverseScale = beta, linearAbove = threshold;
        var result = Softplus(x, inverseScale, linearAbove);
        GC.KeepAlive(x);
        return result;
    }

    public static Tensor mish(Tensor x, bool inPlace)
    {
        using var gate = Softplus(x, One, Twenty);
        using var tanh = gate.tanh();
        return inPlace ? x.mul_(tanh).alias() : x.mul(tanh);
    }

    public static bool ToBoolean(Tensor x) => Read(x, static value => value.ToBoolean());

    public static int ToInt32(Tensor x) => Read(x, static value => value.ToInt32());

    public static long ToInt64(Tensor x) => Read(x, static value => value.ToInt64());

    public static float ToSingle(Tensor x) => Read(x, static value => value.ToSingle());

    public static double ToDouble(Tensor x) => Read(x, static value => value.ToDouble());

    private static T Read<T>(Tensor x, Func<Scalar, T> number)
    {
        using var value = x.ToScalar();
        return number(value);
    }

    private static Tensor Difference(Scalar left, Tensor right)
    {
        using var negative = right.negative();
        return negative.add(left, One);
    }

    private static Tensor Quotient(Scalar left, Tensor right)
    {
        using var reciprocal = right.reciprocal();
        return reciprocal.mul(left);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "softplus1")]
    private static extern Tensor Softplus(Tensor x, Scalar beta, Scalar threshold);
}
