using Salience.Operators;

namespace Salience.Onnx.Export.Writers;

/// <summary>ONNX Reshape and Flatten, Squeeze and Unsqueeze, Transpose, Shape and Size.</summary>
internal static class Shapes
{
    [OperatorWriter]
    internal static void Reshape(Reshape op, ExportContext c) => c.Emit("Reshape", NodeAttribute.Flag("allowzero", op.AllowZero));

    [OperatorWriter]
    internal static void Flatten(Flatten op, ExportContext c) => c.Emit("Flatten", NodeAttribute.Int("axis", op.Axis));

    [OperatorWriter(typeof(Squeeze), typeof(Unsqueeze), typeof(Size))]
    internal static void Plain(Operator op, ExportContext c) => c.Emit(op.Name);

    [OperatorWriter]
    internal static void Transpose(Transpose op, ExportContext c) =>
        c.Emit("Transpose", op.Permutation is { } order ? [NodeAttribute.Ints("perm", order)] : []);

    [OperatorWriter]
    internal static void Shape(Shape op, ExportContext c)
    {
        var start = NodeAttribute.Int("start", op.Start);
        c.Emit("Shape", op.End is { } end ? [start, NodeAttribute.Int("end", end)] : [start]);
    }
}
