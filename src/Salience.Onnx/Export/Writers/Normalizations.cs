using Salience.Operators;

namespace Salience.Onnx.Export.Writers;

/// <summary>Normalisations but those of a batch and of a layer.</summary>
internal static class Normalizations
{
    private const int VectorsPerChannel = 21;

    [OperatorWriter]
    internal static void Instance(InstanceNormalization op, ExportContext c) => c.Emit("InstanceNormalization", NodeAttribute.Float("epsilon", op.Epsilon));

    /// <summary>A network's γ and β may hold one value a group; since opset 21 the format wants one a channel.</summary>
    [OperatorWriter]
    internal static void Group(GroupNormalization op, ExportContext c)
    {
        c.RequireOpset(VectorsPerChannel);
        c.Emit(
            "GroupNormalization",
            [c.Input(0), PerChannel(op, c, 1), PerChannel(op, c, 2)],
            NodeAttribute.Int("num_groups", op.Groups),
            NodeAttribute.Float("epsilon", op.Epsilon));
    }

    /// <summary>Statistics that nobody reads are not written.</summary>
    [OperatorWriter]
    internal static void Layer(LayerNormalization op, ExportContext c) =>
        c.Emit("LayerNormalization", NodeAttribute.Int("axis", op.Axis), NodeAttribute.Float("epsilon", op.Epsilon));

    [OperatorWriter]
    internal static void RootMeanSquare(RMSNormalization op, ExportContext c) =>
        c.Emit("RMSNormalization", NodeAttribute.Int("axis", op.Axis), NodeAttribute.Float("epsilon", op.Epsilon));

    [OperatorWriter]
    internal static void Norm(LpNormalization op, ExportContext c) =>
        c.Emit("LpNormalization", NodeAttribute.Int("axis", op.Axis), NodeAttribute.Int("p", op.P));

    [OperatorWriter]
    internal static void MeanVariance(MeanVarianceNormalization op, ExportContext c) =>
        c.Emit("MeanVarianceNormalization", NodeAttribute.Ints("axes", op.NormalizedAxes));

    [OperatorWriter]
    internal static void LocalResponse(LRN op, ExportContext c) => c.Emit(
        "LRN", NodeAttribute.Int("size", op.Size), NodeAttribute.Float("alpha", op.Alpha), NodeAttribute.Float("beta", op.Beta), NodeAttribute.Float("bias", op.K));

    [OperatorWriter]
    internal static void BatchStatistics(BatchStatisticsNormalization op, ExportContext c) => c.Emit(
        "BatchNormalization", NodeAttribute.Float("epsilon", op.Epsilon), NodeAttribute.Float("momentum", op.Momentum), NodeAttribute.Flag("training_mode", true));

    private static string PerChannel(GroupNormalization op, ExportContext c, int input)
    {
        var vector = c.Input(input);
        if (c.ShapeOf(vector) is [{ } length] && (length != op.Groups || c.ShapeOf(c.Input(0))?[1] == length))
            return vector;
        // Each value as often as channels share it: (n) to (n, 1) to (n, C/n) to (C).
        var what = input == 1 ? "scale" : "bias";
        var channels = c.EmitValue("Shape", $"{what}_channels", [c.Input(0)], NodeAttribute.Int("start", 1), NodeAttribute.Int("end", 2));
        var count = c.EmitValue("Shape", $"{what}_count", [vector]);
        var share = c.EmitValue("Div", $"{what}_share", [channels, count]);
        var shape = c.EmitValue("Concat", $"{what}_shape", [count, share], NodeAttribute.Int("axis", 0));
        var column = c.EmitValue("Reshape", $"{what}_column", [vector, c.Integers($"{what}_column_shape", -1, 1)]);
        var matrix = c.EmitValue("Expand", $"{what}_matrix", [column, shape]);
        return c.EmitValue("Reshape", $"{what}_per_channel", [matrix, c.Integers($"{what}_flat_shape", -1)]);
    }
}
