using Salience.Onnx.Conversion;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Onnx.Converters;

/// <summary>
/// ONNX DequantizeLinear and QuantizeLinear. 10: one scale. 13: one for each position of an axis. 19: float8, saturate. 21: blocks,
/// output_dtype of QuantizeLinear, 4 and 16 bits. 23: output_dtype of DequantizeLinear, precision. 24, 25: more types.
/// </summary>
/// <remarks>https://onnx.ai/onnx/operators/onnx__QuantizeLinear.html. Not supported: float8, float4, 2-bit and 4-bit types.</remarks>
internal static class Quantizations
{
    [OnnxOperator("DequantizeLinear", 10, 13, 19, 21, 23, 24, 25)]
    internal static void Dequantize(ConversionContext c) =>
        c.Emit(new DequantizeLinear(Layout(c), c.Version >= 23 ? OutputType(c) : null));

    [OnnxOperator("QuantizeLinear", 10, 13, 19, 21, 23, 24, 25)]
    internal static void Quantize(ConversionContext c)
    {
        // It concerns float8 only, which TypeOf refuses.
        if (c.Version >= 19)
            c.Node.IgnoreAttribute("saturate");
        if (c.Version >= 23 && c.Node.GetInt("precision", 0) is var precision and not (0 or 1))
            throw ConversionContext.Unsupported($"precision is {precision}; the type of the data is supported");
        c.Emit(new QuantizeLinear(Layout(c), (c.Version >= 21 ? OutputType(c) : null) ?? ScalarType.Byte));
    }

    private static QuantizationLayout Layout(ConversionContext c) =>
        new(c.Version >= 13 ? c.Node.GetInt("axis", 1) : 1, c.Version >= 21 ? c.Node.GetInt("block_size", 0) : 0);

    private static ScalarType? OutputType(ConversionContext c) =>
        c.Node.GetInt("output_dtype", 0) is var type and not 0 ? ConversionContext.TypeOf(type) : null;
}
