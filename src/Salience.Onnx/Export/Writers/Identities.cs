using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Onnx.Export.Writers;

/// <summary>ONNX Identity and Dropout.</summary>
internal static class Identities
{
    [OperatorWriter]
    internal static void Identity(Identity op, ExportContext c) => c.Emit("Identity");

    /// <summary>The mask is Boolean since opset 10; up to then it had the data's type, to which it is cast.</summary>
    [OperatorWriter]
    internal static void Dropout(Dropout op, ExportContext c)
    {
        var type = op.MaskType ?? c.TypeOf(c.Input(0));
        if (!c.HasOutput(1) || type == ScalarType.Bool)
        {
            c.Emit("Dropout");
            return;
        }

        var kept = c.NewValue("kept");
        c.Emit("Dropout", c.Node.Inputs, [c.Node.Outputs[0], kept]);
        c.EmitInto(c.Node.Outputs[1], "Cast", "mask", [kept], Casts.To(type));
    }
}
