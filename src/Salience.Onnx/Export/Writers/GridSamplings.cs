using Salience.Operators;

namespace Salience.Onnx.Export.Writers;

/// <summary>GridSample, which up to opset 19 knows pictures only and calls its kernels bilinear and bicubic, and AffineGrid.</summary>
internal static class GridSamplings
{
    private const int AnyRank = 20;
    private const int PictureRank = 4;

    [OperatorWriter]
    internal static void Sample(GridSample op, ExportContext c)
    {
        if (c.ShapeOf(c.Input(0))?.Count != PictureRank)
            c.RequireOpset(AnyRank);
        var prefix = c.Opset < AnyRank ? "bi" : string.Empty;
        var mode = op.Interpolation switch
        {
            InterpolationKind.Nearest => "nearest",
            InterpolationKind.Cubic => $"{prefix}cubic",
            _ => $"{prefix}linear",
        };
        var padding = op.Padding switch
        {
            SamplePadding.Border => "border",
            SamplePadding.Reflection => "reflection",
            _ => "zeros",
        };
        c.Emit("GridSample", NodeAttribute.Text("mode", mode), NodeAttribute.Text("padding_mode", padding), NodeAttribute.Flag("align_corners", op.AlignCorners));
    }

    [OperatorWriter]
    internal static void Grid(AffineGrid op, ExportContext c) => c.Emit("AffineGrid", NodeAttribute.Flag("align_corners", op.AlignCorners));
}
