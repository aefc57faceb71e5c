using Salience.Operators;

namespace Salience.Onnx.Export.Writers;

/// <summary>RoiAlign.</summary>
internal static class RegionAlignments
{
    [OperatorWriter]
    internal static void Align(RoiAlign op, ExportContext c) => c.Emit(
        "RoiAlign",
        NodeAttribute.Int("output_height", op.Height),
        NodeAttribute.Int("output_width", op.Width),
        NodeAttribute.Int("sampling_ratio", op.Sampling),
        NodeAttribute.Float("spatial_scale", op.Scale),
        NodeAttribute.Text("coordinate_transformation_mode", op.HalfPixel ? "half_pixel" : "output_half_pixel"),
        NodeAttribute.Text("mode", op.Maximum ? "max" : "avg"));
}
