using Salience.Onnx.Conversion;
using Salience.Operators;

namespace Salience.Onnx.Converters;

/// <summary>ONNX GridSample (16: modes bilinear, nearest, bicubic. 20: linear, nearest, cubic, any rank. 22: bfloat16) and AffineGrid (20).</summary>
/// <remarks>https://onnx.ai/onnx/operators/onnx__GridSample.html. Cubic taps outside a border or mirror are folded back one by one, as PyTorch does.</remarks>
internal static class GridSamplings
{
    [OnnxOperator("GridSample", 16, 20, 22)]
    internal static void Sample(ConversionContext c)
    {
        var interpolation = c.Node.GetString("mode", c.Version == 16 ? "bilinear" : "linear") switch
        {
            "linear" or "bilinear" => InterpolationKind.Linear,
            "nearest" => InterpolationKind.Nearest,
            "cubic" or "bicubic" => InterpolationKind.Cubic,
            var other => throw ConversionContext.Unsupported($"mode is '{other}'; linear, nearest and cubic are supported"),
        };
        var padding = c.Node.GetString("padding_mode", "zeros") switch
        {
            "zeros" => SamplePadding.Zeros,
            "border" => SamplePadding.Border,
            "reflection" => SamplePadding.Reflection,
            var other => throw ConversionContext.Unsupported($"padding_mode is '{other}'; zeros, border and reflection are supported"),
        };
        c.Emit(new GridSample(interpolation, padding, c.Node.GetInt("align_corners", 0) != 0));
    }

    [OnnxOperator("AffineGrid", 20)]
    internal static void Grid(ConversionContext c) => c.Emit(new AffineGrid(c.Node.GetInt("align_corners", 0) != 0));
}
