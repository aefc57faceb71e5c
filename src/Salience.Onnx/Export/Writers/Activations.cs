using Salience.Operators;

namespace Salience.Onnx.Export.Writers;

/// <summary>ONNX activation functions.</summary>
internal static class Activations
{
    [OperatorWriter(typeof(Relu), typeof(Sigmoid), typeof(Softplus), typeof(Softsign), typeof(HardSwish), typeof(Mish))]
    internal static void WithoutParameters(Operator op, ExportContext c) => c.Emit(op.Name);

    [OperatorWriter]
    internal static void LeakyRelu(LeakyRelu op, ExportContext c) => c.Emit("LeakyRelu", NodeAttribute.Float("alpha", op.Alpha));

    [OperatorWriter]
    internal static void HardSigmoid(HardSigmoid op, ExportContext c) =>
        c.Emit("HardSigmoid", NodeAttribute.Float("alpha", op.Alpha), NodeAttribute.Float("beta", op.Beta));

    [OperatorWriter]
    internal static void Gelu(Gelu op, ExportContext c) => c.Emit("Gelu", NodeAttribute.Text("approximate", op.Approximate ? "tanh" : "none"));

    /// <summary>The operator since opset 24, before that <c>z·sigmoid(αz)</c>, which more programs know.</summary>
    [OperatorWriter]
    internal static void Swish(Swish op, ExportContext c)
    {
        const int Introduced = 24;
        if (c.Opset >= Introduced)
        {
            c.Emit("Swish", NodeAttribute.Float("alpha", op.Alpha));
            return;
        }

        var z = c.Input(0);
        var scaled = op.Alpha == 1 ? z : c.EmitValue("Mul", "scaled", [z, c.Number(op.Alpha, "alpha", z)]);
        c.Emit("Mul", [z, c.EmitValue("Sigmoid", "gate", [scaled])]);
    }
}
