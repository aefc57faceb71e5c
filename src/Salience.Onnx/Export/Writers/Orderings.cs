using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Onnx.Export.Writers;

/// <summary>TopK, the positions of extremes, running totals.</summary>
internal static class Orderings
{
    private const int TopKInBrainHalf = 24;

    [OperatorWriter]
    internal static void TopK(TopK op, ExportContext c)
    {
        if (c.TypeOf(c.Input(0)) == ScalarType.BFloat16)
            c.RequireOpset(TopKInBrainHalf);
        c.Emit("TopK", NodeAttribute.Int("axis", op.Axis), NodeAttribute.Flag("largest", op.Largest));
    }

    [OperatorWriter(typeof(ArgMax), typeof(ArgMin))]
    internal static void Extreme(ArgExtreme op, ExportContext c) => c.Emit(
        op.Name, NodeAttribute.Int("axis", op.Axis), NodeAttribute.Flag("keepdims", op.KeepDimension), NodeAttribute.Flag("select_last_index", op.SelectLast));

    [OperatorWriter(typeof(CumSum), typeof(CumProd))]
    internal static void Total(CumulativeOperator op, ExportContext c) =>
        c.Emit(op.Name, NodeAttribute.Flag("exclusive", op.Exclusive), NodeAttribute.Flag("reverse", op.Reverse));
}
