using Salience.Operators;

namespace Salience.Onnx.Export.Writers;

/// <summary>ONNX MaxPool, AveragePool, LpPool, MaxUnpool and the global ones.</summary>
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

    [OperatorWriter]
    internal static void Norm(LpPool op, ExportContext c) =>
        c.Emit("LpPool", [.. SlidingWindows.Window(c, op.Window, dilatedSince: 18, roundedSince: 18), NodeAttribute.Int("p", op.P)]);

    [OperatorWriter]
    internal static void GlobalNorm(GlobalLpPool op, ExportContext c) => c.Emit("GlobalLpPool", NodeAttribute.Int("p", op.P));

    [OperatorWriter]
    internal static void Unpool(MaxUnpool op, ExportContext c) => c.Emit(
        "MaxUnpool",
        NodeAttribute.Ints("kernel_shape", op.Window.Kernel),
        NodeAttribute.Ints("strides", op.Window.Strides),
        NodeAttribute.Ints("pads", [.. op.Window.Padding.Begin, .. op.Window.Padding.End]));
}
