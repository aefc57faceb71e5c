using Salience.Onnx.Conversion;
using Salience.Operators;

namespace Salience.Onnx.Converters;

/// <summary>
/// ONNX ReduceL1, L2, LogSum, LogSumExp, Max, Mean, Min, Prod, Sum, SumSquare. 1: axes are an attribute. 11: they may be negative.
/// 18 (ReduceSum: 13): they are an input, and noop_with_empty_axes. ReduceMax and ReduceMin 12: int8; 20: bool.
/// </summary>
/// <remarks>https://onnx.ai/onnx/operators/onnx__ReduceSum.html and the pages of the others.</remarks>
internal static class Reductions
{
    [OnnxOperator("ReduceL1", 1, 11, 13)]
    [OnnxOperator("ReduceL2", 1, 11, 13)]
    [OnnxOperator("ReduceLogSum", 1, 11, 13)]
    [OnnxOperator("ReduceLogSumExp", 1, 11, 13)]
    [OnnxOperator("ReduceMax", 1, 11, 12, 13)]
    [OnnxOperator("ReduceMean", 1, 11, 13)]
    [OnnxOperator("ReduceMin", 1, 11, 12, 13)]
    [OnnxOperator("ReduceProd", 1, 11, 13)]
    [OnnxOperator("ReduceSumSquare", 1, 11, 13)]
    [OnnxOperator("ReduceSum", 1, 11)]
    internal static void FromAttribute(ConversionContext c)
    {
        var keepDims = c.Node.GetInt("keepdims", 1) != 0;
        c.Emit(Make(c.Node.OpType, keepDims, emptyMeansNone: false), AxesAttribute.WithInput(c));
    }

    [OnnxOperator("ReduceL1", 18)]
    [OnnxOperator("ReduceL2", 18)]
    [OnnxOperator("ReduceLogSum", 18)]
    [OnnxOperator("ReduceLogSumExp", 18)]
    [OnnxOperator("ReduceMax", 18, 20)]
    [OnnxOperator("ReduceMean", 18)]
    [OnnxOperator("ReduceMin", 18, 20)]
    [OnnxOperator("ReduceProd", 18)]
    [OnnxOperator("ReduceSumSquare", 18)]
    [OnnxOperator("ReduceSum", 13)]
    internal static void FromInput(ConversionContext c)
    {
        var keepDims = c.Node.GetInt("keepdims", 1) != 0;
        c.Emit(Make(c.Node.OpType, keepDims, c.Node.GetInt("noop_with_empty_axes", 0) != 0));
    }

    private static Reduction Make(string opType, bool keepDims, bool emptyMeansNone) => opType switch
    {
        "ReduceL1" => new ReduceL1(keepDims, emptyMeansNone),
        "ReduceL2" => new ReduceL2(keepDims, emptyMeansNone),
        "ReduceLogSum" => new ReduceLogSum(keepDims, emptyMeansNone),
        "ReduceLogSumExp" => new ReduceLogSumExp(keepDims, emptyMeansNone),
        "ReduceMax" => new ReduceMax(keepDims, emptyMeansNone),
        "ReduceMean" => new ReduceMean(keepDims, emptyMeansNone),
        "ReduceMin" => new ReduceMin(keepDims, emptyMeansNone),
        "ReduceProd" => new ReduceProd(keepDims, emptyMeansNone),
        "ReduceSumSquare" => new ReduceSumSquare(keepDims, emptyMeansNone),
        _ => new ReduceSum(keepDims, emptyMeansNone),
    };
}
