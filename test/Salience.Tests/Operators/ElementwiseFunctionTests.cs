using Salience.Operators;
using TorchSharp;
using static Salience.Tests.Operators.OperatorIdentity;
using static TorchSharp.torch;

namespace Salience.Tests.Operators;

/// <summary>Every elementwise function against its definition in <see cref="Math"/>, and its closed-form bias.</summary>
[NoTensorLeaks]
public class ElementwiseFunctionTests
{
    /// <summary>Rounding of a few float64 operations.</summary>
    private const double Exact = 1e-13;

    /// <summary>Rounding of a few float32 operations.</summary>
    private const double Single = 4e-6;

    private static readonly double[] Anywhere = [-1e4, -50, -3.5, -3, -2.5, -1, -0.5, -1e-3, 0, 1e-3, 0.2, 0.5, 1, 1.5, 2.5, 3, 4, 21, 50, 1e4];
    private static readonly double[] Moderate = [-20, -3.5, -1, -0.5, -1e-3, 0, 1e-3, 0.2, 0.7, 1, 2.5, 3, 20];
    private static readonly double[] Unit = [-0.99, -0.5, -1e-3, 0, 0.2, 0.7, 0.99];
    private static readonly double[] Positive = [1e-6, 1e-3, 0.2, 1, 2.5, 50, 1e4];
    private static readonly double[] Signed = [-1e4, -3, -0.2, -1e-3, 1e-3, 0.3, 2, 1e4];

    private static readonly Dictionary<string, (Operator Operation, Func<double, double> Definition, double[] Points)> Functions = new()
    {
        ["Sin"] = (new Sin(), Math.Sin, Moderate),
        ["Cos"] = (new Cos(), Math.Cos, Moderate),
        ["Tan"] = (new Tan(), Math.Tan, Unit),
        ["Asin"] = (new Asin(), Math.Asin, Unit),
        ["Acos"] = (new Acos(), Math.Acos, Unit),
        ["Atan"] = (new Atan(), Math.Atan, Anywhere),
        ["Sinh"] = (new Sinh(), Math.Sinh, Moderate),
        ["Cosh"] = (new Cosh(), Math.Cosh, Moderate),
        ["Tanh"] = (new Tanh(), Math.Tanh, Anywhere),
        ["Asinh"] = (new Asinh(), Math.Asinh, Anywhere),
        ["Acosh"] = (new Acosh(), Math.Acosh, [1.01, 1.5, 3, 50, 1e4]),
        ["Atanh"] = (new Atanh(), Math.Atanh, Unit),
        ["Exp"] = (new Exp(), Math.Exp, Moderate),
        ["Log"] = (new Log(), Math.Log, Positive),
        ["Erf"] = (new Erf(), ErrorFunction, Anywhere),
        ["Sqrt"] = (new Sqrt(), Math.Sqrt, Positive),
        ["Reciprocal"] = (new Reciprocal(), z => 1 / z, Signed),
        ["Neg"] = (new Neg(), z => -z, Anywhere),
        ["Abs"] = (new Abs(), Math.Abs, Anywhere),
        ["Sign"] = (new Sign(), z => Math.Sign(z), Anywhere),
        ["Floor"] = (new Floor(), Math.Floor, Anywhere),
        ["Ceil"] = (new Ceil(), Math.Ceiling, Anywhere),
        ["Round"] = (new Round(), z => Math.Round(z, MidpointRounding.ToEven), Anywhere),
        ["Relu"] = (new Relu(), z => Math.Max(z, 0), Anywhere),
        ["LeakyRelu"] = (new LeakyRelu(0.1), z => z < 0 ? 0.1 * z : z, Anywhere),
        ["ThresholdedRelu"] = (new ThresholdedRelu(1), z => z > 1 ? z : 0, Anywhere),
        ["Shrink"] = (new Shrink(1.5, 1), z => z < -1 ? z + 1.5 : z > 1 ? z - 1.5 : 0, Anywhere),
        ["Shrink, hard"] = (new Shrink(0, 0.5), z => Math.Abs(z) > 0.5 ? z : 0, Anywhere),
        ["Elu"] = (new Elu(1.7), z => z > 0 ? z : 1.7 * (Math.Exp(z) - 1), Anywhere),
        ["Selu"] = (new Selu(1.6, 1.1), z => 1.1 * (z > 0 ? z : 1.6 * (Math.Exp(z) - 1)), Anywhere),
        ["Celu"] = (new Celu(2.5), z => z > 0 ? z : 2.5 * (Math.Exp(z / 2.5) - 1), Anywhere),
        ["Sigmoid"] = (new Sigmoid(), Logistic, Anywhere),
        ["HardSigmoid"] = (new HardSigmoid(0.25, 0.5), z => Math.Clamp(0.25 * z + 0.5, 0, 1), Anywhere),
        ["Softsign"] = (new Softsign(), z => z / (1 + Math.Abs(z)), Anywhere),
        ["Softplus"] = (new Softplus(), LogOnePlusExp, Anywhere),
        ["Swish"] = (new Swish(), z => z * Logistic(z), Anywhere),
        ["Swish, quick GELU"] = (new Swish(1.702), z => z * Logistic(1.702 * z), Anywhere),
        ["Gelu"] = (new Gelu(), z => z * (1 + ErrorFunction(z / Math.Sqrt(2))) / 2, Anywhere),
        ["Gelu, tanh"] = (new Gelu(approximate: true), z => z * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (z + 0.044715 * z * z * z))) / 2, Anywhere),
        ["Mish"] = (new Mish(), z => z * Math.Tanh(LogOnePlusExp(z)), Anywhere),
        ["HardSwish"] = (new HardSwish(), z => z * Math.Clamp(z / 6 + 0.5, 0, 1), Anywhere),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_value_is_the_definition(string name)
    {
        using var scope = NewDisposeScope();
        var (operation, definition, points) = Functions[name];
        var y = operation.Forward([tensor(points)])[0].data<double>().ToArray();
        for (var i = 0; i < points.Length; i++)
        {
            var expected = definition(points[i]);
            Assert.True(Math.Abs(y[i] - expected) <= Exact * Math.Max(1, Math.Abs(expected)), $"{name}({points[i]}) = {expected}, got {y[i]}.");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Derivative_times_input_and_bias_sum_to_the_value(string name)
    {
        using var scope = NewDisposeScope();
        var (operation, _, points) = Functions[name];
        foreach (var point in points)
            Check(operation, [tensor([point])], [true]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_bias_in_single_precision_is_that_in_double(string name)
    {
        using var scope = NewDisposeScope();
        var (operation, _, points) = Functions[name];
        if (operation.BiasOf([true]) == BiasKind.None)
            return;
        var (z, exact) = Bias(operation, tensor(points).to_type(ScalarType.Float32).to_type(ScalarType.Float64));
        var (_, rounded) = Bias(operation, z.to_type(ScalarType.Float32));
        var scale = maximum(maximum(exact.abs(), z.abs()), operation.Forward([z])[0].abs()).clamp_min(1);
        var error = ((rounded.to_type(ScalarType.Float64) - exact) / scale).abs().max().ToDouble();
        Assert.True(error <= Single, $"{name}: the float32 bias is off by {error:g3}.");
    }

    [Fact]
    public void Masked_scores_have_finite_exponentials_and_biases()
    {
        using var scope = NewDisposeScope();
        var (_, bias) = Bias(new Exp(), tensor([double.NegativeInfinity, 0]));
        Assert.Equal([0, 1], bias.data<double>().ToArray());
    }

    [Fact]
    public void The_length_of_a_vector_of_zeros_has_a_gradient_and_no_bias()
    {
        using var scope = NewDisposeScope();
        using var recording = enable_grad();
        var x = zeros(3, ScalarType.Float64).requires_grad_();
        var length = new Sqrt().Forward([x.square().sum()])[0];
        Assert.Equal([0, 0, 0], autograd.grad([length], [x])[0].data<double>().ToArray());
        Assert.Equal(0, Bias(new Sqrt(), zeros(1, ScalarType.Float64)).Bias.ToDouble());
        Check(new Sqrt(), [tensor([0.0, 4.0, 2.0])], [true]);
        Check(new Pow(), [tensor([0.0, 4.0, 2.0]), tensor(0.3)], [true, false]);
    }

    private static (Tensor Input, Tensor Bias) Bias(Operator operation, Tensor z) =>
        (z, operation.Bias(new OperatorCall([z], [true], operation.Forward([z])))[0]!);

    private static double Logistic(double z) => 1 / (1 + Math.Exp(-z));

    private static double LogOnePlusExp(double z) => Math.Max(z, 0) + double.LogP1(Math.Exp(-Math.Abs(z)));

    /// <summary>The error function as its Maclaurin series, and by its continued fraction where the series cancels.</summary>
    private static double ErrorFunction(double z)
    {
        if (Math.Abs(z) > 6)
            return Math.Sign(z);
        var x = Math.Abs(z);
        if (x > 2)
        {
            var fraction = x;
            for (var k = 200; k > 0; k--)
                fraction = x + k / 2.0 / fraction;
            return Math.Sign(z) * (1 - Math.Exp(-x * x) / Math.Sqrt(Math.PI) / fraction);
        }

        double sum = 0, term = z;
        for (var n = 0; n < 100; n++)
        {
            sum += term / (2 * n + 1);
            term *= -z * z / (n + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * sum;
    }
}
