using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Onnx.Export.Writers;

/// <summary>Reductions. Their axes are an input since opset 18, of ReduceSum since 13; before that they are an attribute.</summary>
internal static class Reductions
{
    private const int AxesInput = 18;
    private const int TruthValues = 20;

    [OperatorWriter(
        typeof(ReduceL1), typeof(ReduceL2), typeof(ReduceLogSum), typeof(ReduceLogSumExp), typeof(ReduceMax), typeof(ReduceMean), typeof(ReduceMin),
        typeof(ReduceProd), typeof(ReduceSum), typeof(ReduceSumSquare))]
    internal static void Reduce(Reduction op, ExportContext c)
    {
        if (c.TypeOf(c.Input(0)) == ScalarType.Bool)
            c.RequireOpset(TruthValues);
        var keep = NodeAttribute.Flag("keepdims", op.KeepDimensions);
        if (op is ReduceSum || c.Opset >= AxesInput)
        {
            c.Emit(op.Name, keep, NodeAttribute.Flag("noop_with_empty_axes", op.EmptyMeansNone));
            return;
        }

        var axes = c.Parameter(1) is { } constant ? IntegerList.Of(constant) : [];
        if ((c.HasInput(1) && c.Parameter(1) is null) || (axes.Length == 0 && op.EmptyMeansNone))
            c.RequireOpset(AxesInput);
        c.Emit(op.Name, [c.Input(0)], axes.Length > 0 ? [keep, NodeAttribute.Ints("axes", axes)] : [keep]);
    }
}
