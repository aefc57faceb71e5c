using Salience.Onnx.Conversion;
using Salience.Operators;

namespace Salience.Onnx.Converters;

/// <summary>ONNX RoiAlign. 10: first definition. 16: coordinate_transformation_mode. 22: bfloat16.</summary>
/// <remarks>https://onnx.ai/onnx/operators/onnx__RoiAlign.html.</remarks>
internal static class RegionAlignments
{
    [OnnxOperator("RoiAlign", 10, 16, 22)]
    internal static void Align(ConversionContext c)
    {
        var coordinates = c.Version == 10 ? "output_half_pixel" : c.Node.GetString("coordinate_transformation_mode", "half_pixel");
        if (coordinates is not ("half_pixel" or "output_half_pixel"))
            throw ConversionContext.Unsupported($"coordinate_transformation_mode is '{coordinates}'; half_pixel and output_half_pixel are supported");
        var mode = c.Node.GetString("mode", "avg");
        if (mode is not ("avg" or "max"))
            throw ConversionContext.Unsupported($"mode is '{mode}'; avg and max are supported");
        var (height, width, sampling) = (c.Node.GetInt("output_height", 1), c.Node.GetInt("output_width", 1), c.Node.GetInt("sampling_ratio", 0));
        if (height < 1 || width < 1 || sampling < 0)
            throw c.Node.Fault($"has output_height {height}, output_width {width} and sampling_ratio {sampling}; the sizes must be positive.");
        c.Emit(new RoiAlign
        {
            Height = height,
            Width = width,
            Sampling = sampling,
            Scale = c.Node.GetFloat("spatial_scale", 1),
            HalfPixel = coordinates == "half_pixel",
            Maximum = mode == "max",
        });
    }
}
