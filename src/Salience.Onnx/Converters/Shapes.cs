using Salience.Onnx.Conversion;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Onnx.Converters;

/// <summary>
/// ONNX Shape (15: start and end), Size, Reshape (1: shape is an attribute; 5: it is an input; 14: allowzero), Flatten (11: negative
/// axis), Squeeze and Unsqueeze (1: axes are an attribute; 11: they may be negative; 13: they are an input), Transpose. Later versions
/// add element types only.
/// </summary>
/// <remarks>https://onnx.ai/onnx/operators/onnx__Reshape.html and the pages of the others.</remarks>
internal static class Shapes
{
    [OnnxOperator("Shape", 1, 13)]
    internal static void Shape(ConversionContext c) => c.Emit(new Shape());

    [OnnxOperator("Shape", 15, 19, 21, 23, 24, 25)]
    internal static void ShapeSlice(ConversionContext c)
    {
        var start = c.Node.GetInt("start", 0);
        c.Emit(new Shape(start, c.Node.HasAttribute("end") ? c.Node.GetInt("end") : null));
    }

    [OnnxOperator("Size", 1, 13, 19, 21, 23, 24, 25)]
    internal static void Size(ConversionContext c) => c.Emit(new Salience.Operators.Size());

    [OnnxOperator("Reshape", 1)]
    internal static void ReshapeFromAttribute(ConversionContext c)
    {
        // Memory hints of the first format version.
        c.Node.IgnoreAttribute("consumed_inputs");
        var shape = c.Node.GetInts("shape") ?? throw ConversionContext.Unsupported("it has no attribute 'shape'");
        c.Emit(new Reshape(), c.Input(0), c.Constant(tensor(shape, ScalarType.Int64), "shape"));
    }

    [OnnxOperator("Reshape", 5, 13)]
    internal static void Reshape(ConversionContext c) => c.Emit(new Reshape());

    [OnnxOperator("Reshape", 14, 19, 21, 23, 24, 25)]
    internal static void ReshapeWithZeros(ConversionContext c) => c.Emit(new Reshape(c.Node.GetInt("allowzero", 0) != 0));

    [OnnxOperator("Flatten", 1, 9, 11, 13, 21, 23, 24, 25)]
    internal static void Flatten(ConversionContext c) => c.Emit(new Flatten(c.Node.GetInt("axis", 1)));

    [OnnxOperator("Squeeze", 1, 11)]
    internal static void SqueezeFromAttribute(ConversionContext c) => c.Emit(new Squeeze(), AxesAttribute.WithInput(c));

    [OnnxOperator("Squeeze", 13, 21, 23, 24, 25)]
    internal static void Squeeze(ConversionContext c) => c.Emit(new Squeeze());

    [OnnxOperator("Unsqueeze", 1, 11)]
    internal static void UnsqueezeFromAttribute(ConversionContext c)
    {
        if (!c.Node.HasAttribute("axes"))
            throw ConversionContext.Unsupported("it has no attribute 'axes'");
        c.Emit(new Unsqueeze(), AxesAttribute.WithInput(c));
    }

    [OnnxOperator("Unsqueeze", 13, 21, 23, 24, 25)]
    internal static void Unsqueeze(ConversionContext c) => c.Emit(new Unsqueeze());

    [OnnxOperator("Transpose", 1, 13, 21, 23, 24, 25)]
    internal static void Transpose(ConversionContext c) => c.Emit(new Transpose(c.Node.GetInts("perm")));
}
