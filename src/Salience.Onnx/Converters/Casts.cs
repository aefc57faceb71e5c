using Salience.Onnx.Conversion;
using Salience.Onnx.Format;
using Salience.Operators;

namespace Salience.Onnx.Converters;

/// <summary>
/// ONNX Cast and CastLike. 1: the type is a name. 6: a number. 9: strings. 13: bfloat16. 19: float8 with <c>saturate</c>. 21 and 23: 4-bit types.
/// 24: float8e8m0 with <c>round_mode</c>. 25: 2-bit types.
/// </summary>
/// <remarks>https://onnx.ai/onnx/operators/onnx__Cast.html. Not supported: strings and the types of less than 8 bits or of float8.</remarks>
internal static class Casts
{
    [OnnxOperator("Cast", 1)]
    internal static void ToNamed(ConversionContext c)
    {
        var name = c.Node.GetString("to", string.Empty);
        if (!Enum.TryParse<TensorProto.Types.DataType>(name, ignoreCase: true, out var type))
            throw ConversionContext.Unsupported($"element type '{name}' is not supported");
        Emit(c, (long)type);
    }

    [OnnxOperator("Cast", 6, 9, 13, 19, 21, 23, 24, 25)]
    internal static void ToNumbered(ConversionContext c)
    {
        IgnoreFloat8(c);
        Emit(c, c.Node.GetInt("to"));
    }

    [OnnxOperator("CastLike", 15, 19, 21, 23, 24, 25)]
    internal static void Like(ConversionContext c)
    {
        IgnoreFloat8(c);
        c.Emit(new CastLike());
    }

    private static void Emit(ConversionContext c, long type) => c.Emit(new Cast(ConversionContext.TypeOf(type), ConversionContext.UnsignedBits(type)));

    /// <summary>Skips attributes that say how values are rounded to types which are not supported.</summary>
    private static void IgnoreFloat8(ConversionContext c)
    {
        if (c.Version >= 19)
            c.Node.IgnoreAttribute("saturate");
        if (c.Version >= 24)
            c.Node.IgnoreAttribute("round_mode");
    }
}
