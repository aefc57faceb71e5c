using Salience.Operators;

namespace Salience.Onnx.Export.Writers;

/// <summary>ONNX operators on any number of tensors.</summary>
internal static class Variadic
{
    [OperatorWriter(typeof(Sum), typeof(Mean), typeof(Max), typeof(Min))]
    internal static void OfAny(Operator op, ExportContext c) => c.Emit(op.Name);
}
