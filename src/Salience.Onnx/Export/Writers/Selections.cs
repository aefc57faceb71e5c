using Salience.Operators;

namespace Salience.Onnx.Export.Writers;

/// <summary>Operators that take some elements of a tensor.</summary>
internal static class Selections
{
    [OperatorWriter(typeof(Slice), typeof(NonZero))]
    internal static void Plain(Operator op, ExportContext c) => c.Emit(op.Name);

    [OperatorWriter]
    internal static void Gather(Gather op, ExportContext c) => c.Emit("Gather", NodeAttribute.Int("axis", op.Axis));

    [OperatorWriter]
    internal static void GatherElements(GatherElements op, ExportContext c) => c.Emit("GatherElements", NodeAttribute.Int("axis", op.Axis));

    [OperatorWriter]
    internal static void GatherND(GatherND op, ExportContext c) => c.Emit("GatherND", NodeAttribute.Int("batch_dims", op.BatchDimensions));

    [OperatorWriter]
    internal static void Compress(Compress op, ExportContext c) => c.Emit("Compress", op.Axis is { } axis ? [NodeAttribute.Int("axis", axis)] : []);

    [OperatorWriter]
    internal static void Trilu(Trilu op, ExportContext c) => c.Emit("Trilu", NodeAttribute.Flag("upper", op.Upper));

    [OperatorWriter]
    internal static void ReverseSequence(ReverseSequence op, ExportContext c) =>
        c.Emit("ReverseSequence", NodeAttribute.Int("batch_axis", op.BatchAxis), NodeAttribute.Int("time_axis", op.TimeAxis));

    [OperatorWriter]
    internal static void OneHot(OneHot op, ExportContext c) => c.Emit("OneHot", NodeAttribute.Int("axis", op.Axis));
}
