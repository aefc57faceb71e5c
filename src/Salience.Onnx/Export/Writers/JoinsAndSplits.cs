using Salience.Operators;

namespace Salience.Onnx.Export.Writers;

/// <summary>ONNX Concat.</summary>
internal static class JoinsAndSplits
{
    [OperatorWriter]
    internal static void Concat(Concat op, ExportContext c) => c.Emit("Concat", NodeAttribute.Int("axis", op.Axis));
}
