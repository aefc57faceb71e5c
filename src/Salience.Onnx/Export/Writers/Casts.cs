using Salience.Operators;
using static TorchSharp.torch;
using DataType = Salience.Onnx.Format.TensorProto.Types.DataType;

namespace Salience.Onnx.Export.Writers;

/// <summary>Cast and CastLike. A cast to an unsigned type beyond 8 bits goes on to the signed type that stands for it in a network.</summary>
internal static class Casts
{
    [OperatorWriter]
    internal static void Cast(Cast op, ExportContext c)
    {
        var x = op.UnsignedBits == 0 ? c.Input(0) : ToUnsigned(c, c.Input(0), op.UnsignedBits, "unsigned");
        c.Emit("Cast", [x], To(op.Type));
    }

    [OperatorWriter]
    internal static void CastLike(CastLike op, ExportContext c) => c.Emit(op.Name);

    /// <summary>The attribute that names a type.</summary>
    public static NodeAttribute To(ScalarType type) => NodeAttribute.Int("to", (long)TensorWriter.TypeOf(type));

    /// <summary>Adds a cast to an unsigned type of 16, 32 or 64 bits.</summary>
    public static string ToUnsigned(ExportContext c, string value, int bits, string suffix) =>
        c.EmitValue("Cast", suffix, [value], NodeAttribute.Int("to", (long)(bits switch { 16 => DataType.Uint16, 32 => DataType.Uint32, _ => DataType.Uint64 })));
}
