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

    [OperatorWriter]
    internal static void Clip(Clip op, ExportContext c) => c.Emit("Clip");

    [OperatorWriter]
    internal static void ThresholdedRelu(ThresholdedRelu op, ExportContext c) => c.Emit("ThresholdedRelu", NodeAttribute.Float("alpha", op.Alpha));

    [OperatorWriter]
    internal static void Shrink(Shrink op, ExportContext c) =>
        c.Emit("Shrink", NodeAttribute.Float("bias", op.Beta), NodeAttribute.Float("lambd", op.Lambda));

    [OperatorWriter]
    internal static void Elu(Elu op, ExportContext c) => c.Emit("Elu", NodeAttribute.Float("alpha", op.Alpha));

    [OperatorWriter]
    internal static void Celu(Celu op, ExportContext c) => c.Emit("Celu", NodeAttribute.Float("alpha", op.Alpha));

    /// <summary>The format's own constants are not written: they have more digits than an attribute.</summary>
    [OperatorWriter]
    internal static void Selu(Selu op, ExportContext c)
    {
        var standard = new Selu();
        c.Emit(
            "Selu",
            [
                .. op.Alpha == standard.Alpha ? [] : new[] { NodeAttribute.Float("alpha", op.Alpha) },
                .. op.Gamma == standard.Gamma ? [] : new[] { NodeAttribute.Float("gamma", op.Gamma) },
            ]);
    }

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
