using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Onnx.Export.Writers;

/// <summary>Tensors made from nothing but their shape or bounds.</summary>
internal static class Generators
{
    [OperatorWriter]
    internal static void ConstantOfShape(ConstantOfShape op, ExportContext c)
    {
        using var value = op.Whole is { } whole
            ? tensor([whole], ScalarType.Int64).to_type(op.Type)
            : tensor([op.Real], ScalarType.Float64).to_type(op.Type);
        c.Emit("ConstantOfShape", NodeAttribute.Tensor("value", TensorWriter.Write(value, "value")));
    }

    [OperatorWriter]
    internal static void EyeLike(EyeLike op, ExportContext c)
    {
        var diagonal = NodeAttribute.Int("k", op.K);
        c.Emit("EyeLike", op.Type is { } type ? [diagonal, NodeAttribute.Int("dtype", (long)TensorWriter.TypeOf(type))] : [diagonal]);
    }

    [OperatorWriter]
    internal static void Range(Operators.Range op, ExportContext c) => c.Emit(op.Name);
}
