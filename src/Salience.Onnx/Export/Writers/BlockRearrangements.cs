using Salience.Operators;

namespace Salience.Onnx.Export.Writers;

/// <summary>SpaceToDepth, DepthToSpace and Col2Im.</summary>
internal static class BlockRearrangements
{
    [OperatorWriter]
    internal static void ToDepth(SpaceToDepth op, ExportContext c) => c.Emit("SpaceToDepth", NodeAttribute.Int("blocksize", op.Block));

    [OperatorWriter]
    internal static void ToSpace(DepthToSpace op, ExportContext c) =>
        c.Emit("DepthToSpace", NodeAttribute.Int("blocksize", op.Block), NodeAttribute.Text("mode", op.ChannelFirst ? "CRD" : "DCR"));

    [OperatorWriter]
    internal static void FromColumns(Col2Im op, ExportContext c)
    {
        var lists = new[] { ("strides", op.Strides), ("dilations", op.Dilations), ("pads", op.Pads) };
        c.Emit("Col2Im", [.. lists.Where(l => l.Item2 is not null).Select(l => NodeAttribute.Ints(l.Item1, l.Item2!))]);
    }
}
