using Salience.Networks;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Tests.Networks.Passes;

/// <summary>Writes formulas into a network, operator by operator, as exporters do.</summary>
internal sealed class FormulaWriter(NetworkBuilder builder, Generator generator, ScalarType type)
{
    public NetworkBuilder Builder => builder;

    public string Number(double value) => builder.AddParameter("number", tensor(value, type));

    public string Integers(params long[] values) => builder.AddParameter("integers", tensor(values, ScalarType.Int64));

    public string Vector(params long[] shape) => builder.AddParameter("vector", PassTesting.Normal(generator, shape).to_type(type));

    /// <summary>The same constant whatever was drawn before, so that two spellings share it.</summary>
    public string Constant(ulong seed, params long[] shape)
    {
        using var own = new Generator(seed);
        return builder.AddParameter("constant", PassTesting.Normal(own, shape).to_type(type));
    }

    public string Filled(double value, params long[] shape) => builder.AddParameter("filled", full(shape, value, type));

    public string Call(Operator operation, params IReadOnlyList<string> inputs) => builder.Add(operation.Name, operation, inputs);

    public string Add(string a, string b) => Call(new Add(), a, b);

    public string Add(string a, double b) => Add(a, Number(b));

    public string Sub(string a, string b) => Call(new Sub(), a, b);

    public string Mul(string a, string b) => Call(new Mul(), a, b);

    public string Mul(double a, string b) => Mul(Number(a), b);

    public string Mul(string a, double b) => Mul(a, Number(b));

    public string Div(string a, string b) => Call(new Div(), a, b);

    public string Div(string a, double b) => Div(a, Number(b));

    public string Pow(string a, double b) => Call(new Pow(), a, Number(b));

    public string Exp(string a) => Call(new Exp(), a);

    public string Log(string a) => Call(new Log(), a);

    public string Sqrt(string a) => Call(new Sqrt(), a);

    public string Neg(string a) => Call(new Neg(), a);

    public string Reciprocal(string a) => Call(new Reciprocal(), a);

    public string Sigmoid(string a) => Call(new Sigmoid(), a);

    public string Clip(string a, double lower, double upper) => Call(new Clip(), a, Number(lower), Number(upper));

    public string Mean(string a, params long[] axes) => Call(new ReduceMean(), a, Integers(axes));

    public string Sum(string a, params long[] axes) => Call(new ReduceSum(), a, Integers(axes));

    public string Max(string a, params long[] axes) => Call(new ReduceMax(), a, Integers(axes));

    public string Where(string condition, string a, string b) => Call(new Where(), condition, a, b);

    public string Greater(string a, double b) => Call(new Greater(), a, Number(b));
}
