using Salience.Operators;

namespace Salience.Onnx.Export.Writers;

/// <summary>ONNX Softmax, LogSoftmax and Hardmax, along one axis since opset 13; over several axes they are surrounded by reshapes.</summary>
internal static class Softmax
{
    [OperatorWriter(typeof(Operators.Softmax), typeof(LogSoftmax), typeof(Hardmax))]
    internal static void OfVectors(VectorFunction op, ExportContext c)
    {
        // From the last axis on there is only that one.
        if (!op.Flatten || op.Axis == -1 || op.Axis == c.ShapeOf(c.Input(0))?.Count - 1)
        {
            c.Emit(op.Name, NodeAttribute.Int("axis", op.Axis));
            return;
        }

        // The rows of a matrix: what opsets up to 12 meant.
        var shape = c.EmitValue("Shape", "shape", [c.Input(0)]);
        var rows = c.EmitValue("Flatten", "rows", [c.Input(0)], NodeAttribute.Int("axis", op.Axis));
        var vectors = c.EmitValue(op.Name, "vectors", [rows], NodeAttribute.Int("axis", -1));
        c.Emit("Reshape", [vectors, shape]);
    }
}
