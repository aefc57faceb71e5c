using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;
using DataType = Salience.Onnx.Format.TensorProto.Types.DataType;

namespace Salience.Onnx.Export.Writers;

/// <summary>
/// QuantizeLinear and DequantizeLinear. Scales but float32 came with opset 19, 16 bits and blocks with 21, other outputs with 23. Levels of uint16 are
/// int32 in a network: they are cast for the operator, and back.
/// </summary>
internal static class Quantizations
{
    private const int AnyScale = 19;
    private const int BlocksAndWords = 21;
    private const int OutputType = 23;

    [OperatorWriter]
    internal static void Dequantize(DequantizeLinear op, ExportContext c)
    {
        var levels = c.TypeOf(c.Input(0));
        var attributes = Layout(op.Layout, c);
        if (levels == ScalarType.Int16)
            c.RequireOpset(BlocksAndWords);
        if (op.Type is { } type && type != c.TypeOf(c.Input(1)))
        {
            c.RequireOpset(OutputType);
            attributes.Add(NodeAttribute.Int("output_dtype", (long)TensorWriter.TypeOf(type)));
        }

        // Levels of int32 have no zero point but zero; with another one they are of uint16.
        var isWord = levels == ScalarType.Int32 && c.HasInput(2) && !IsZero(c.Parameter(2));
        c.Emit("DequantizeLinear", isWord ? [Word(c, 0, "levels"), c.Input(1), Word(c, 2, "zero")] : c.Node.Inputs, attributes);
    }

    [OperatorWriter]
    internal static void Quantize(QuantizeLinear op, ExportContext c)
    {
        var type = c.HasInput(2) ? c.TypeOf(c.Input(2)) : op.Type;
        var attributes = Layout(op.Layout, c);
        if (type is ScalarType.Int16 or ScalarType.Int32)
            c.RequireOpset(BlocksAndWords);
        if (!c.HasInput(2) && type != ScalarType.Byte)
        {
            c.RequireOpset(BlocksAndWords);
            attributes.Add(NodeAttribute.Int("output_dtype", (long)(type == ScalarType.Int32 ? DataType.Uint16 : TensorWriter.TypeOf(type))));
        }

        if (type != ScalarType.Int32)
        {
            c.Emit("QuantizeLinear", attributes);
            return;
        }

        IReadOnlyList<string> inputs = c.HasInput(2) ? [c.Input(0), c.Input(1), Word(c, 2, "zero")] : [c.Input(0), c.Input(1)];
        c.Emit("Cast", [c.EmitValue("QuantizeLinear", "levels", inputs, attributes)], Casts.To(type));
    }

    private static List<NodeAttribute> Layout(QuantizationLayout layout, ExportContext c)
    {
        if (c.TypeOf(c.Input(1)) != ScalarType.Float32)
            c.RequireOpset(AnyScale);
        if (layout.BlockSize == 0)
            return [NodeAttribute.Int("axis", layout.Axis)];
        c.RequireOpset(BlocksAndWords);
        return [NodeAttribute.Int("axis", layout.Axis), NodeAttribute.Int("block_size", layout.BlockSize)];
    }

    private static string Word(ExportContext c, int input, string suffix)
    {
        c.RequireOpset(BlocksAndWords);
        return Casts.ToUnsigned(c, c.Input(input), 16, suffix);
    }

    private static bool IsZero(Tensor? value)
    {
        using var nonzero = value?.count_nonzero();
        return nonzero is not null && nonzero.ToInt64() == 0;
    }
}
