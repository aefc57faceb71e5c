using Salience.Operators;

namespace Salience.Onnx.Export.Writers;

/// <summary>ScatterElements and ScatterND; their extremes came with opset 18.</summary>
internal static class Scatters
{
    private const int Extremes = 18;

    [OperatorWriter]
    internal static void Elements(ScatterElements op, ExportContext c) =>
        c.Emit("ScatterElements", NodeAttribute.Int("axis", op.Axis), Reduction(op, c));

    [OperatorWriter]
    internal static void Slices(ScatterND op, ExportContext c) => c.Emit("ScatterND", Reduction(op, c));

    private static NodeAttribute Reduction(ScatterOperator op, ExportContext c)
    {
        if (op.Reduction is ScatterReduction.Max or ScatterReduction.Min)
            c.RequireOpset(Extremes);
        return NodeAttribute.Text("reduction", op.Reduction switch
        {
            ScatterReduction.Add => "add",
            ScatterReduction.Mul => "mul",
            ScatterReduction.Max => "max",
            ScatterReduction.Min => "min",
            _ => "none",
        });
    }
}
