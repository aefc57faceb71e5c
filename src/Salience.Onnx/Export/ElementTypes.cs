using Salience.Onnx.Format;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Onnx.Export;

/// <summary>The element type of what an ONNX node writes.</summary>
internal static class ElementTypes
{
    private static readonly HashSet<string> Positions = ["ArgMax", "ArgMin", "NonZero", "Shape", "Size"];

    private static readonly HashSet<string> Truths =
        ["And", "Equal", "Greater", "GreaterOrEqual", "IsInf", "IsNaN", "Less", "LessOrEqual", "Not", "Or", "Xor"];

    /// <summary>The type of an output.</summary>
    /// <param name="node">The node as written.</param>
    /// <param name="output">Which output.</param>
    /// <param name="typeOf">Types of the values it reads; <see langword="null"/> for an absent one.</param>
    public static ScalarType? Of(NodeProto node, int output, Func<string, ScalarType?> typeOf)
    {
        ScalarType? Input(int index) => index < node.Input.Count ? typeOf(node.Input[index]) : null;
        return node.OpType switch
        {
            _ when Positions.Contains(node.OpType) => ScalarType.Int64,
            _ when Truths.Contains(node.OpType) => ScalarType.Bool,
            "TopK" or "MaxPool" or "Unique" when output > 0 => ScalarType.Int64,
            "Dropout" when output > 0 => ScalarType.Bool,
            "Cast" => Named(node, "to"),
            "EyeLike" or "RandomNormal" or "RandomNormalLike" or "RandomUniform" or "RandomUniformLike" or "Bernoulli" or "Multinomial" =>
                Named(node, "dtype") ?? Input(0) ?? ScalarType.Float32,
            "ConstantOfShape" => node.Attribute.FirstOrDefault(a => a.Name == "value") is { } value ? ElementType.Find(value.T.DataType)?.Torch : ScalarType.Float32,
            "BatchNormalization" when output > 0 => Input(3),
            "LayerNormalization" when output > 0 => Input(0) is ScalarType.Float16 or ScalarType.BFloat16 ? ScalarType.Float32 : Input(0),
            "CastLike" or "Where" => Input(1) ?? Input(0),
            "DequantizeLinear" => Named(node, "output_dtype") ?? Input(1),
            "If" => typeOf(node.Attribute[0].G.Output[output].Name),
            "OneHot" => Input(2),
            "QuantizeLinear" => Input(2) ?? Named(node, "output_dtype") ?? ScalarType.Byte,
            _ => Enumerable.Range(0, node.Input.Count).Select(Input).FirstOrDefault(t => t is not null),
        };
    }

    private static ScalarType? Named(NodeProto node, string attribute) =>
        node.Attribute.FirstOrDefault(a => a.Name == attribute) is { } type ? ElementType.Find((int)type.I)?.Torch : null;
}
