using Salience.Operators;

namespace Salience.Onnx.Export.Writers;

/// <summary>ONNX Concat and Split. Pieces that are not stated are equal up to opset 17; since 18 their number is, and the last one may be smaller.</summary>
internal static class JoinsAndSplits
{
    private const int NumberOfOutputs = 18;

    [OperatorWriter]
    internal static void Concat(Concat op, ExportContext c) => c.Emit("Concat", NodeAttribute.Int("axis", op.Axis));

    [OperatorWriter]
    internal static void Split(Split op, ExportContext c)
    {
        var axis = NodeAttribute.Int("axis", op.Axis);
        var outputs = AllOutputs(op, c);
        if (c.HasInput(1))
        {
            c.Emit("Split", c.Node.Inputs, outputs, axis);
            return;
        }

        if (c.ShapeOf(c.Input(0)) is not { } shape || shape[(int)Axes.Normalize(op.Axis, shape.Count)] is not { } size || size % op.Count != 0)
            c.RequireOpset(NumberOfOutputs);
        c.Emit("Split", c.Node.Inputs, outputs, c.Opset < NumberOfOutputs ? [axis] : [axis, NodeAttribute.Int("num_outputs", op.Count)]);
    }

    /// <summary>An output that nobody reads has no name in a network, but the format counts them.</summary>
    private static string[] AllOutputs(Split op, ExportContext c) =>
        [.. Enumerable.Range(0, op.Count).Select(i => c.HasOutput(i) ? c.Node.Outputs[i] : c.NewValue($"unread{i}"))];
}
