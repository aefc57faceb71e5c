using Salience.Operators;

namespace Salience.Onnx.Export.Writers;

/// <summary>Functions of one number without attributes.</summary>
internal static class ElementwiseFunctions
{
    [OperatorWriter(
        typeof(Abs), typeof(Acos), typeof(Acosh), typeof(Asin), typeof(Asinh), typeof(Atan), typeof(Atanh), typeof(Ceil), typeof(Cos), typeof(Cosh),
        typeof(Erf), typeof(Exp), typeof(Floor), typeof(Log), typeof(Neg), typeof(Reciprocal), typeof(Round), typeof(Sign), typeof(Sin), typeof(Sinh),
        typeof(Sqrt), typeof(Tan), typeof(Tanh))]
    internal static void Function(Operator op, ExportContext c) => c.Emit(op.Name);
}
