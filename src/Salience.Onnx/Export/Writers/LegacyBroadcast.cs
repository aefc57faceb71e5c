using Salience.Operators;

namespace Salience.Onnx.Export.Writers;

/// <summary>The alignment of operands that files before opset 7 asked for, in operators of today.</summary>
internal static class LegacyBroadcast
{
    /// <summary>As many axes are appended as the other operand has after those that the value takes up.</summary>
    [OperatorWriter]
    internal static void Align(AxisAlignment op, ExportContext c)
    {
        var (x, shape) = (c.Input(0), c.Input(1));
        var taken = c.EmitValue("Shape", "taken", [c.EmitValue("Shape", "shape", [x])]);
        // A negative axis counts from the end of the other operand: as many axes as it says remain from it on.
        var remaining = op.Axis < 0
            ? c.Integers("remaining", -op.Axis)
            : c.EmitValue("Sub", "remaining", [c.EmitValue("Shape", "rank", [shape]), c.Integers("axis", op.Axis)]);
        var trailing = c.EmitValue("Sub", "trailing", [remaining, taken]);
        c.Emit("Reshape", [x, ShapeArithmetic.WithAxesAppended(c, x, trailing)], NodeAttribute.Flag("allowzero", true));
    }
}
