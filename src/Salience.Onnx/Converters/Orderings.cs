using Salience.Onnx.Conversion;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Onnx.Converters;

/// <summary>
/// ONNX TopK (1: k is an attribute; 10: an input; 11: largest, sorted), ArgMax and ArgMin (11: negative axis; 12: select_last_index),
/// CumSum (11), CumProd (26). Other versions add element types only.
/// </summary>
/// <remarks>https://onnx.ai/onnx/operators/onnx__TopK.html and the pages of the others. An unsorted TopK is sorted nevertheless.</remarks>
internal static class Orderings
{
    [OnnxOperator("TopK", 1)]
    internal static void TopKFromAttribute(ConversionContext c) =>
        c.Emit(new TopK(c.Node.GetInt("axis", -1)), c.Input(0), c.Constant(tensor(new[] { c.Node.GetInt("k") }, ScalarType.Int64), "k"));

    [OnnxOperator("TopK", 10)]
    internal static void TopK(ConversionContext c) => c.Emit(new TopK(c.Node.GetInt("axis", -1)));

    [OnnxOperator("TopK", 11, 24)]
    internal static void TopKEitherWay(ConversionContext c)
    {
        c.Node.IgnoreAttribute("sorted");
        c.Emit(new TopK(c.Node.GetInt("axis", -1), c.Node.GetInt("largest", 1) != 0));
    }

    [OnnxOperator("ArgMax", 1, 11)]
    internal static void ArgMax(ConversionContext c) => c.Emit(new ArgMax(c.Node.GetInt("axis", 0), KeepDims(c)));

    [OnnxOperator("ArgMax", 12, 13)]
    internal static void ArgMaxOfTies(ConversionContext c) => c.Emit(new ArgMax(c.Node.GetInt("axis", 0), KeepDims(c), SelectLast(c)));

    [OnnxOperator("ArgMin", 1, 11)]
    internal static void ArgMin(ConversionContext c) => c.Emit(new ArgMin(c.Node.GetInt("axis", 0), KeepDims(c)));

    [OnnxOperator("ArgMin", 12, 13)]
    internal static void ArgMinOfTies(ConversionContext c) => c.Emit(new ArgMin(c.Node.GetInt("axis", 0), KeepDims(c), SelectLast(c)));

    [OnnxOperator("CumSum", 11, 14)]
    internal static void CumSum(ConversionContext c) => c.Emit(new CumSum(c.Node.GetInt("exclusive", 0) != 0, c.Node.GetInt("reverse", 0) != 0));

    [OnnxOperator("CumProd", 26)]
    internal static void CumProd(ConversionContext c) => c.Emit(new CumProd(c.Node.GetInt("exclusive", 0) != 0, c.Node.GetInt("reverse", 0) != 0));

    private static bool KeepDims(ConversionContext c) => c.Node.GetInt("keepdims", 1) != 0;

    private static bool SelectLast(ConversionContext c) => c.Node.GetInt("select_last_index", 0) != 0;
}
