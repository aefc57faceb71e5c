using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Onnx.Export.Writers;

/// <summary>Arithmetic on bits. Unsigned types beyond 8 bits are signed ones in a network, so that results are cut to their bits.</summary>
internal static class Bits
{
    [OperatorWriter(typeof(BitwiseAnd), typeof(BitwiseOr), typeof(BitwiseXor))]
    internal static void Pair(Operator op, ExportContext c) => c.Emit(op.Name);

    [OperatorWriter]
    internal static void Not(BitwiseNot op, ExportContext c)
    {
        if (op.UnsignedBits == 0)
        {
            c.Emit("BitwiseNot");
            return;
        }

        using var mask = tensor((1L << op.UnsignedBits) - 1, c.TypeOf(c.Input(0)));
        c.Emit("BitwiseAnd", [c.EmitValue("BitwiseNot", "turned", c.Node.Inputs), c.Constant(mask, "mask")]);
    }

    /// <summary>ONNX shifts unsigned numbers only: others pass through uint64.</summary>
    [OperatorWriter]
    internal static void Shift(BitShift op, ExportContext c)
    {
        var direction = NodeAttribute.Text("direction", op.Left ? "LEFT" : "RIGHT");
        var type = c.TypeOf(c.Input(0));
        if (type == ScalarType.Byte)
        {
            c.Emit("BitShift", direction);
            return;
        }

        var operands = c.Node.Inputs.Select((x, i) => Casts.ToUnsigned(c, x, 64, $"operand{i}")).ToList();
        var shifted = c.EmitValue("BitShift", "shifted", operands, direction);
        if (op.UnsignedBits > 0)
            shifted = Casts.ToUnsigned(c, shifted, op.UnsignedBits, "cut");
        c.Emit("Cast", [shifted], Casts.To(type));
    }
}
