using Salience.Networks.Passes;
using Salience.Operators;

namespace Salience.Onnx.Export.Writers;

/// <summary>Operators that hold nodes: a formula is written as its nodes, If with a subgraph for each branch.</summary>
internal static class Composites
{
    [OperatorWriter]
    internal static void Formula(FusedRegion op, ExportContext c)
    {
        var bound = new Dictionary<string, string> { [op.Segment.Entry] = c.Input(0), [op.Segment.Exit] = c.Node.Outputs[0] };
        for (var i = 0; i < op.Segment.Constants.Count; i++)
            bound[op.Segment.Constants[i]] = c.Input(i + 1);
        c.Inline(op.Segment.Nodes, bound);
    }

    [OperatorWriter]
    internal static void Choice(If op, ExportContext c)
    {
        var bound = new Dictionary<string, string>();
        for (var i = 0; i < op.Captured.Count; i++)
            bound[op.Captured[i]] = c.Input(i + 1);
        c.Emit(
            "If",
            [c.Input(0)],
            NodeAttribute.Graph("then_branch", c.Subgraph("then_branch", op.WhenTrue.Nodes, op.WhenTrue.Outputs, bound)),
            NodeAttribute.Graph("else_branch", c.Subgraph("else_branch", op.WhenFalse.Nodes, op.WhenFalse.Outputs, bound)));
    }
}
