using Salience.Onnx.Conversion;
using Salience.Operators;

namespace Salience.Onnx.Converters;

/// <summary>
/// ONNX Softmax, LogSoftmax and Hardmax. 1: the axis and all after it are one, the first of them is 1 by default. 11: negative axes. 13: one axis, by
/// default the last.
/// </summary>
/// <remarks>https://onnx.ai/onnx/operators/onnx__Softmax.html and the others. Nothing of them is missing.</remarks>
internal static class Softmax
{
    [OnnxOperator("Softmax", 1, 11)]
    internal static void OfRows(ConversionContext c) => c.Emit(new Operators.Softmax(RowAxis(c), flatten: true));

    [OnnxOperator("Softmax", 13)]
    internal static void OfAxis(ConversionContext c) => c.Emit(new Operators.Softmax(Axis(c)));

    [OnnxOperator("LogSoftmax", 1, 11)]
    internal static void LogOfRows(ConversionContext c) => c.Emit(new LogSoftmax(RowAxis(c), flatten: true));

    [OnnxOperator("LogSoftmax", 13)]
    internal static void LogOfAxis(ConversionContext c) => c.Emit(new LogSoftmax(Axis(c)));

    [OnnxOperator("Hardmax", 1, 11)]
    internal static void HardOfRows(ConversionContext c) => c.Emit(new Hardmax(RowAxis(c), flatten: true));

    [OnnxOperator("Hardmax", 13)]
    internal static void HardOfAxis(ConversionContext c) => c.Emit(new Hardmax(Axis(c)));

    private static long RowAxis(ConversionContext c) => c.Node.GetInt("axis", 1);

    private static long Axis(ConversionContext c) => c.Node.GetInt("axis", -1);
}
