using Salience.Operators;

namespace Salience.Onnx.Export.Writers;

/// <summary>ONNX MaxPool, AveragePool and the global ones without attributes.</summary>
internal static class Pooling
{
    [OperatorWriter]
    internal static void Maximum(MaxPool op, ExportContext c) =>
        c.Emit("MaxPool", [.. SlidingWindows.Window(c, op.Window, dilatedSince: 0), NodeAttribute.Flag("storage_order", op.ColumnMajor)]);

    [OperatorWriter]
    internal static void Average(AveragePool op, ExportContext c) =>
        c.Emit("AveragePool", [.. SlidingWindows.Window(c, op.Window, dilatedSince: 19), NodeAttribute.Flag("count_include_pad", op.CountPadding)]);

    [OperatorWriter(typeof(GlobalAveragePool), typeof(GlobalMaxPool))]
    internal static void Global(Operator op, ExportContext c) => c.Emit(op.Name);
}
