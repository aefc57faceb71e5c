using Salience.Onnx.Conversion;
using Salience.Operators;

namespace Salience.Onnx.Converters;

/// <summary>
/// ONNX operators on two numbers. 1: attributes <c>broadcast</c> and <c>axis</c>; a hint about memory. 6: without the hint. 7: broadcasting as in numpy.
/// 13: bfloat16. 14: all integer types. Pow: 1, then 7, 12: exponent of another type, 13, 15. Mod: 10, 13.
/// </summary>
/// <remarks>https://onnx.ai/onnx/operators/onnx__Add.html and the others. Nothing of them is missing.</remarks>
internal static class Arithmetic
{
    [OnnxOperator("Add", 1, 6, 7, 13, 14)]
    internal static void Add(ConversionContext c) => Emit(c, new Add());

    [OnnxOperator("Sub", 1, 6, 7, 13, 14)]
    internal static void Sub(ConversionContext c) => Emit(c, new Sub());

    [OnnxOperator("Mul", 1, 6, 7, 13, 14)]
    internal static void Mul(ConversionContext c) => Emit(c, new Mul());

    [OnnxOperator("Div", 1, 6, 7, 13, 14)]
    internal static void Div(ConversionContext c) => Emit(c, new Div());

    [OnnxOperator("Pow", 1, 7, 12, 13, 15)]
    internal static void Pow(ConversionContext c) => Emit(c, new Pow());

    [OnnxOperator("Mod", 10, 13)]
    internal static void Mod(ConversionContext c) => c.Emit(new Mod(truncate: c.Node.GetInt("fmod", 0) != 0));

    private static void Emit(ConversionContext c, Operator operation)
    {
        FirstVersion.IgnoreMemoryHint(c);
        LegacyBroadcast.Emit(c, operation);
    }
}
