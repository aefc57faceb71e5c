using Salience.Onnx.Conversion;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Onnx.Converters;

/// <summary>
/// ONNX Concat (1: axis defaults to 1; 4: axis is required; 11: it may be negative) and Split (1: sizes are an attribute or an input;
/// 2: an attribute; 11: negative axis; 13: an input; 18: num_outputs, the last piece may be smaller).
/// </summary>
/// <remarks>https://onnx.ai/onnx/operators/onnx__Concat.html, https://onnx.ai/onnx/operators/onnx__Split.html.</remarks>
internal static class JoinsAndSplits
{
    [OnnxOperator("Concat", 1)]
    internal static void ConcatWithDefault(ConversionContext c) => c.Emit(new Concat(c.Node.GetInt("axis", 1)));

    [OnnxOperator("Concat", 4, 11, 13)]
    internal static void Concat(ConversionContext c) => c.Emit(new Concat(c.Node.GetInt("axis")));

    [OnnxOperator("Split", 1, 2, 11)]
    internal static void SplitFromAttribute(ConversionContext c)
    {
        var split = new Split(c.OutputCount, c.Node.GetInt("axis", 0));
        if (c.Node.GetInts("split") is { } sizes)
            c.Emit(split, c.Input(0), c.Constant(tensor(sizes, ScalarType.Int64), "split"));
        else
            c.Emit(split);
    }

    [OnnxOperator("Split", 13)]
    internal static void Split(ConversionContext c) => c.Emit(new Split(c.OutputCount, c.Node.GetInt("axis", 0)));

    [OnnxOperator("Split", 18)]
    internal static void SplitIntoNumber(ConversionContext c)
    {
        var count = c.Node.GetInt("num_outputs", c.OutputCount);
        if (count != c.OutputCount)
            throw c.Node.Fault($"lists {c.OutputCount} outputs, but its attribute 'num_outputs' is {count}. The file is damaged.");
        c.Emit(new Split(c.OutputCount, c.Node.GetInt("axis", 0)));
    }
}
