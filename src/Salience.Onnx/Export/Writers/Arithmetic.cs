using Salience.Operators;

namespace Salience.Onnx.Export.Writers;

/// <summary>ONNX operators on two numbers.</summary>
internal static class Arithmetic
{
    [OperatorWriter(typeof(Add), typeof(Sub), typeof(Mul), typeof(Div), typeof(Pow))]
    internal static void Binary(Operator op, ExportContext c) => c.Emit(op.Name);

    [OperatorWriter]
    internal static void Remainder(Mod op, ExportContext c) => c.Emit("Mod", NodeAttribute.Flag("fmod", op.Truncate));
}
