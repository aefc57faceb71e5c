using Salience.Operators;

namespace Salience.Onnx.Export.Writers;

/// <summary>ONNX Identity and Dropout.</summary>
internal static class Identities
{
    [OperatorWriter]
    internal static void Identity(Identity op, ExportContext c) => c.Emit("Identity");

    /// <summary>The mask is Boolean since opset 10; up to then it had the data's type, which needs a node of its own.</summary>
    [OperatorWriter]
    internal static void Dropout(Dropout op, ExportContext c)
    {
        if (c.HasOutput(1) && op.MaskType != TorchSharp.torch.ScalarType.Bool)
            throw ExportContext.Unsupported("its mask of numbers is wanted, which standard Dropout no longer gives");
        c.Emit("Dropout");
    }
}
