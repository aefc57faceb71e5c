using Salience.Onnx.Conversion;
using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Onnx.Converters;

/// <summary>ONNX ConstantOfShape: 9, 20 and later add element types. EyeLike: 9, 22: bfloat16. Range: 11.</summary>
/// <remarks>https://onnx.ai/onnx/operators/onnx__ConstantOfShape.html and the others. Not supported: element types of less than 8 bits or of float8.</remarks>
internal static class Generators
{
    [OnnxOperator("ConstantOfShape", 9, 20, 21, 23, 24, 25)]
    internal static void ConstantOfShape(ConversionContext c)
    {
        using var scope = NewDisposeScope();
        var value = c.Node.GetTensor("value");
        if (value is null)
            c.Emit(new ConstantOfShape());
        else if (value.numel() != 1)
            throw c.Node.Fault($"fills with {value.numel()} values, where one is needed. The file is damaged.");
        else if (value.is_floating_point())
            c.Emit(new ConstantOfShape(value.to_type(ScalarType.Float64).ToDouble(), value.dtype));
        else
            c.Emit(new ConstantOfShape(value.to_type(ScalarType.Int64).ToInt64(), value.dtype));
    }

    [OnnxOperator("EyeLike", 9, 22)]
    internal static void EyeLike(ConversionContext c) => c.Emit(new EyeLike(
        c.Node.GetInt("k", 0), c.Node.HasAttribute("dtype") ? ConversionContext.TypeOf(c.Node.GetInt("dtype")) : null));

    [OnnxOperator("Range", 11)]
    internal static void Range(ConversionContext c) => c.Emit(new Operators.Range());
}
