using Salience.Operators;

namespace Salience.Onnx.Export.Writers;

/// <summary>ONNX PRelu. Up to opset 6 a slope of rank 1 belonged to axis 1 whatever the rank of the data: such a one is given trailing axes.</summary>
internal static class ParametricRectifiers
{
    [OperatorWriter]
    internal static void PRelu(PRelu op, ExportContext c)
    {
        var slope = c.Input(1);
        if (!op.SlopePerChannel || c.ShapeOf(slope) is [] or [1] or { Count: > 1 })
        {
            c.Emit("PRelu");
            return;
        }

        // Axes of the data less batch and channels.
        var rank = c.EmitValue("Shape", "rank", [c.EmitValue("Shape", "shape", [c.Input(0)])]);
        var trailing = c.EmitValue("Sub", "trailing", [rank, c.Integers("leading", 2)]);
        var aligned = c.EmitValue("Reshape", "slope", [slope, ShapeArithmetic.WithAxesAppended(c, slope, trailing)], NodeAttribute.Flag("allowzero", true));
        c.Emit("PRelu", [c.Input(0), aligned]);
    }
}
