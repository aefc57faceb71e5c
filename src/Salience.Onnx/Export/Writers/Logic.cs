using Salience.Operators;
using TorchSharp;

namespace Salience.Onnx.Export.Writers;

/// <summary>Logic, comparisons and selection.</summary>
internal static class Logic
{
    private const int IsInfInHalf = 20;

    [OperatorWriter(
        typeof(And), typeof(Or), typeof(Xor), typeof(Not), typeof(Equal), typeof(Greater), typeof(GreaterOrEqual), typeof(Less), typeof(LessOrEqual),
        typeof(IsNaN), typeof(Where))]
    internal static void Question(Operator op, ExportContext c) => c.Emit(op.Name);

    [OperatorWriter]
    internal static void IsInf(IsInf op, ExportContext c)
    {
        if (c.TypeOf(c.Input(0)) is torch.ScalarType.Float16 or torch.ScalarType.BFloat16)
            c.RequireOpset(IsInfInHalf);
        c.Emit("IsInf", NodeAttribute.Flag("detect_negative", op.Negative), NodeAttribute.Flag("detect_positive", op.Positive));
    }
}
