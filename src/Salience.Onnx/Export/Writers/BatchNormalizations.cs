using Salience.Operators;

namespace Salience.Onnx.Export.Writers;

/// <summary>ONNX BatchNormalization.</summary>
internal static class BatchNormalizations
{
    [OperatorWriter]
    internal static void Evaluation(BatchNormalization op, ExportContext c) => c.Emit("BatchNormalization", NodeAttribute.Float("epsilon", op.Epsilon));
}
