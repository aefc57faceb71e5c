using Salience.Operators;

namespace Salience.Onnx.Export.Writers;

/// <summary>Pad, whose axes came with opset 18 and wrap mode with 19, and CenterCropPad.</summary>
internal static class Paddings
{
    private const int AxesInput = 18;
    private const int WrapMode = 19;

    [OperatorWriter]
    internal static void Pad(Pad op, ExportContext c)
    {
        if (c.HasInput(3))
            c.RequireOpset(AxesInput);
        if (op.Fill == PadFill.Wrap)
            c.RequireOpset(WrapMode);
        c.Emit("Pad", NodeAttribute.Text("mode", op.Fill switch
        {
            PadFill.Reflect => "reflect",
            PadFill.Edge => "edge",
            PadFill.Wrap => "wrap",
            _ => "constant",
        }));
    }

    [OperatorWriter]
    internal static void CenterCropPad(CenterCropPad op, ExportContext c) =>
        c.Emit("CenterCropPad", op.ChosenAxes is { } axes ? [NodeAttribute.Ints("axes", axes)] : []);
}
