using Salience.Onnx.Conversion;
using static TorchSharp.torch;

namespace Salience.Onnx.Converters;

/// <summary>
/// ONNX Constant. 1: value is a tensor. 9: all types. 11: sparse_value. 12: value_float(s), value_int(s), value_string(s). 13: bfloat16.
/// 19 to 25: float8, int4 and other packed types.
/// </summary>
/// <remarks>https://onnx.ai/onnx/operators/onnx__Constant.html. Not supported: strings, sparse tensors, float8 and packed types.</remarks>
internal static class Constants
{
    [OnnxOperator("Constant", 1, 9, 11)]
    internal static void FromTensor(ConversionContext c) =>
        c.SetConstant(0, c.Node.GetTensor("value") ?? throw ConversionContext.Unsupported("it holds no dense tensor"));

    [OnnxOperator("Constant", 12, 13, 19, 21, 23, 24, 25)]
    internal static void FromAnyValue(ConversionContext c)
    {
        var value = c.Node.GetTensor("value");
        if (value is null && c.Node.HasAttribute("value_float"))
            value = tensor((float)c.Node.GetFloat("value_float"));
        else if (value is null && c.Node.HasAttribute("value_int"))
            value = tensor(c.Node.GetInt("value_int"));
        else if (value is null && c.Node.GetFloats("value_floats") is { } floats)
            value = tensor(floats);
        else if (value is null && c.Node.GetInts("value_ints") is { } ints)
            value = tensor(ints);
        c.SetConstant(0, value ?? throw ConversionContext.Unsupported("it holds text or a sparse tensor"));
    }
}
