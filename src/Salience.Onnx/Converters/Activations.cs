using Salience.Onnx.Conversion;
using Salience.Operators;

namespace Salience.Onnx.Converters;

/// <summary>
/// ONNX activation functions. 1: a hint <c>consumed_inputs</c> about memory. 6: without it. Later versions add element types. PRelu: up to 6 a slope of
/// rank 1 belongs to axis 1, since 7 it is broadcast as in numpy. Selu: 6 has more digits in its defaults.
/// </summary>
/// <remarks>https://onnx.ai/onnx/operators/onnx__Relu.html and the others. Nothing of them is missing.</remarks>
internal static class Activations
{
    [OnnxOperator("Relu", 1, 6, 13, 14)]
    internal static void Relu(ConversionContext c) => Emit(c, new Relu());

    [OnnxOperator("LeakyRelu", 1, 6, 16)]
    internal static void LeakyRelu(ConversionContext c) => Emit(c, new LeakyRelu(c.Node.GetFloat("alpha", 0.01f)));

    [OnnxOperator("PRelu", 1, 6)]
    internal static void PReluPerChannel(ConversionContext c) => Emit(c, new PRelu(slopePerChannel: true));

    [OnnxOperator("PRelu", 7, 9, 16)]
    internal static void PRelu(ConversionContext c) => c.Emit(new PRelu());

    [OnnxOperator("ThresholdedRelu", 10, 22)]
    internal static void ThresholdedRelu(ConversionContext c) => c.Emit(new ThresholdedRelu(c.Node.GetFloat("alpha", 1)));

    [OnnxOperator("Shrink", 9)]
    internal static void Shrink(ConversionContext c) => c.Emit(new Shrink(c.Node.GetFloat("bias", 0), c.Node.GetFloat("lambd", 0.5f)));

    [OnnxOperator("Elu", 1, 6, 22)]
    internal static void Elu(ConversionContext c) => Emit(c, new Elu(c.Node.GetFloat("alpha", 1)));

    [OnnxOperator("Selu", 1)]
    internal static void FirstSelu(ConversionContext c) => Emit(c, new Selu(c.Node.GetFloat("alpha", 1.6732f), c.Node.GetFloat("gamma", 1.0507f)));

    [OnnxOperator("Selu", 6, 22)]
    internal static void Selu(ConversionContext c)
    {
        var standard = new Selu();
        c.Emit(new Selu(
            c.Node.HasAttribute("alpha") ? c.Node.GetFloat("alpha") : standard.Alpha,
            c.Node.HasAttribute("gamma") ? c.Node.GetFloat("gamma") : standard.Gamma));
    }

    [OnnxOperator("Celu", 12)]
    internal static void Celu(ConversionContext c) => c.Emit(new Celu(c.Node.GetFloat("alpha", 1)));

    [OnnxOperator("Sigmoid", 1, 6, 13)]
    internal static void Sigmoid(ConversionContext c) => Emit(c, new Sigmoid());

    [OnnxOperator("HardSigmoid", 1, 6, 22)]
    internal static void HardSigmoid(ConversionContext c) => Emit(c, new HardSigmoid(c.Node.GetFloat("alpha", 0.2f), c.Node.GetFloat("beta", 0.5f)));

    [OnnxOperator("HardSwish", 14, 22)]
    internal static void HardSwish(ConversionContext c) => c.Emit(new HardSwish());

    [OnnxOperator("Softplus", 1, 22)]
    internal static void Softplus(ConversionContext c) => c.Emit(new Softplus());

    [OnnxOperator("Softsign", 1, 22)]
    internal static void Softsign(ConversionContext c) => c.Emit(new Softsign());

    [OnnxOperator("Mish", 18, 22)]
    internal static void Mish(ConversionContext c) => c.Emit(new Mish());

    [OnnxOperator("Swish", 24)]
    internal static void Swish(ConversionContext c) => c.Emit(new Swish(c.Node.GetFloat("alpha", 1)));

    [OnnxOperator("Gelu", 20)]
    internal static void Gelu(ConversionContext c) => c.Emit(new Gelu(approximate: c.Node.GetString("approximate", "none") switch
    {
        "none" => false,
        "tanh" => true,
        var other => throw ConversionContext.Unsupported($"approximate = '{other}' is not defined; 'none' and 'tanh' are"),
    }));

    private static void Emit(ConversionContext c, Operator operation)
    {
        FirstVersion.IgnoreMemoryHint(c);
        c.Emit(operation);
    }
}
