using Salience.Operators;

namespace Salience.Onnx.Export.Writers;

/// <summary>ONNX Reshape and Flatten.</summary>
internal static class Shapes
{
    [OperatorWriter]
    internal static void Reshape(Reshape op, ExportContext c) => c.Emit("Reshape", NodeAttribute.Flag("allowzero", op.AllowZero));

    [OperatorWriter]
    internal static void Flatten(Flatten op, ExportContext c) => c.Emit("Flatten", NodeAttribute.Int("axis", op.Axis));
}
