using Salience.Onnx.Conversion;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Onnx.Converters;

/// <summary>
/// ONNX Slice (1: bounds are attributes; 10: inputs, with steps; 11: negative axes), Gather (11: negative indices), GatherElements,
/// GatherND (12: batch_dims), Compress (11: negative axis), Trilu, NonZero, ReverseSequence, OneHot (11: negative axis and indices).
/// Versions not named add element types only.
/// </summary>
/// <remarks>https://onnx.ai/onnx/operators/onnx__Slice.html and the pages of the others.</remarks>
internal static class Selections
{
    [OnnxOperator("Slice", 1)]
    internal static void SliceFromAttributes(ConversionContext c)
    {
        var starts = c.Node.GetInts("starts") ?? throw ConversionContext.Unsupported("it has no attribute 'starts'");
        var ends = c.Node.GetInts("ends") ?? throw ConversionContext.Unsupported("it has no attribute 'ends'");
        var inputs = new List<string> { c.Input(0), Ints(c, starts, "starts"), Ints(c, ends, "ends") };
        if (c.Node.GetInts("axes") is { } axes)
            inputs.Add(Ints(c, axes, "axes"));
        c.Emit(new Slice(), inputs);
    }

    [OnnxOperator("Slice", 10, 11, 13)]
    internal static void Slice(ConversionContext c) => c.Emit(new Slice());

    [OnnxOperator("Gather", 1, 11, 13)]
    internal static void Gather(ConversionContext c) => c.Emit(new Gather(c.Node.GetInt("axis", 0)));

    [OnnxOperator("GatherElements", 11, 13)]
    internal static void GatherElements(ConversionContext c) => c.Emit(new GatherElements(c.Node.GetInt("axis", 0)));

    [OnnxOperator("GatherND", 11)]
    internal static void GatherND(ConversionContext c) => c.Emit(new GatherND());

    [OnnxOperator("GatherND", 12, 13)]
    internal static void BatchedGatherND(ConversionContext c) => c.Emit(new GatherND(c.Node.GetInt("batch_dims", 0)));

    [OnnxOperator("Compress", 9, 11)]
    internal static void Compress(ConversionContext c) => c.Emit(new Compress(c.Node.HasAttribute("axis") ? c.Node.GetInt("axis") : null));

    [OnnxOperator("Trilu", 14)]
    internal static void Trilu(ConversionContext c) => c.Emit(new Trilu(c.Node.GetInt("upper", 1) != 0));

    [OnnxOperator("NonZero", 9, 13)]
    internal static void NonZero(ConversionContext c) => c.Emit(new NonZero());

    [OnnxOperator("ReverseSequence", 10)]
    internal static void ReverseSequence(ConversionContext c) =>
        c.Emit(new ReverseSequence(c.Node.GetInt("batch_axis", 1), c.Node.GetInt("time_axis", 0)));

    [OnnxOperator("OneHot", 9, 11)]
    internal static void OneHot(ConversionContext c) => c.Emit(new OneHot(c.Node.GetInt("axis", -1)));

    private static string Ints(ConversionContext c, long[] values, string what) => c.Constant(tensor(values, ScalarType.Int64), what);
}
