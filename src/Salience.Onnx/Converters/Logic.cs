using Salience.Onnx.Conversion;
using Salience.Operators;

namespace Salience.Onnx.Converters;

/// <summary>
/// ONNX logic, comparisons, bits and selection. 1: attributes <c>broadcast</c> and <c>axis</c>. 7: broadcasting as in numpy. 9, 11, 13, 16, 20: more
/// element types. Equal 19: strings.
/// </summary>
/// <remarks>https://onnx.ai/onnx/operators/onnx__And.html and the others. Not supported: strings.</remarks>
internal static class Logic
{
    [OnnxOperator("And", 1, 7)]
    internal static void And(ConversionContext c) => LegacyBroadcast.Emit(c, new And());

    [OnnxOperator("Or", 1, 7)]
    internal static void Or(ConversionContext c) => LegacyBroadcast.Emit(c, new Or());

    [OnnxOperator("Xor", 1, 7)]
    internal static void Xor(ConversionContext c) => LegacyBroadcast.Emit(c, new Xor());

    [OnnxOperator("Not", 1)]
    internal static void Not(ConversionContext c) => c.Emit(new Not());

    [OnnxOperator("Equal", 1, 7, 11, 13, 19)]
    internal static void Equal(ConversionContext c) => LegacyBroadcast.Emit(c, new Equal());

    [OnnxOperator("Greater", 1, 7, 9, 13)]
    internal static void Greater(ConversionContext c) => LegacyBroadcast.Emit(c, new Greater());

    [OnnxOperator("GreaterOrEqual", 12, 16)]
    internal static void GreaterOrEqual(ConversionContext c) => c.Emit(new GreaterOrEqual());

    [OnnxOperator("Less", 1, 7, 9, 13)]
    internal static void Less(ConversionContext c) => LegacyBroadcast.Emit(c, new Less());

    [OnnxOperator("LessOrEqual", 12, 16)]
    internal static void LessOrEqual(ConversionContext c) => c.Emit(new LessOrEqual());

    [OnnxOperator("IsNaN", 9, 13, 20)]
    internal static void IsNaN(ConversionContext c) => c.Emit(new IsNaN());

    [OnnxOperator("IsInf", 10, 20)]
    internal static void IsInf(ConversionContext c) =>
        c.Emit(new IsInf(c.Node.GetInt("detect_negative", 1) != 0, c.Node.GetInt("detect_positive", 1) != 0));

    [OnnxOperator("Where", 9, 16)]
    internal static void Where(ConversionContext c) => c.Emit(new Where());

    [OnnxOperator("BitwiseAnd", 18)]
    internal static void BitwiseAnd(ConversionContext c) => c.Emit(new BitwiseAnd());

    [OnnxOperator("BitwiseOr", 18)]
    internal static void BitwiseOr(ConversionContext c) => c.Emit(new BitwiseOr());

    [OnnxOperator("BitwiseXor", 18)]
    internal static void BitwiseXor(ConversionContext c) => c.Emit(new BitwiseXor());

    [OnnxOperator("BitwiseNot", 18)]
    internal static void BitwiseNot(ConversionContext c) => c.Emit(new BitwiseNot(c.UnsignedBitsOf(0)));

    [OnnxOperator("BitShift", 11)]
    internal static void BitShift(ConversionContext c) => c.Emit(new BitShift(
        left: c.Node.GetString("direction", string.Empty) switch
        {
            "LEFT" => true,
            "RIGHT" => false,
            var other => throw ConversionContext.Unsupported($"direction = '{other}' is not defined; 'LEFT' and 'RIGHT' are"),
        },
        c.UnsignedBitsOf(0)));
}
