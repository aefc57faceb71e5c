using Salience.Onnx.Conversion;
using Salience.Operators;

namespace Salience.Onnx.Converters;

/// <summary>
/// ONNX operators on any number of tensors. 1: equal shapes, a hint about memory. 6: without the hint. 8: broadcasting as in numpy. 12: integers for
/// Max and Min. 13: bfloat16.
/// </summary>
/// <remarks>https://onnx.ai/onnx/operators/onnx__Sum.html and the others. Nothing of them is missing.</remarks>
internal static class Variadic
{
    [OnnxOperator("Sum", 1, 6, 8, 13)]
    internal static void Sum(ConversionContext c) => Emit(c, new Sum());

    [OnnxOperator("Mean", 1, 6, 8, 13)]
    internal static void Mean(ConversionContext c) => Emit(c, new Mean());

    [OnnxOperator("Max", 1, 6, 8, 12, 13)]
    internal static void Max(ConversionContext c) => Emit(c, new Max());

    [OnnxOperator("Min", 1, 6, 8, 12, 13)]
    internal static void Min(ConversionContext c) => Emit(c, new Min());

    private static void Emit(ConversionContext c, Operator operation)
    {
        FirstVersion.IgnoreMemoryHint(c);
        c.Emit(operation);
    }
}
