using Salience.Operators;

namespace Salience.Onnx.Export.Writers;

/// <summary>ONNX MatMul, Gemm and Einsum.</summary>
internal static class MatrixProducts
{
    [OperatorWriter]
    internal static void Product(MatMul op, ExportContext c) => c.Emit("MatMul");

    [OperatorWriter]
    internal static void GeneralProduct(Gemm op, ExportContext c) => c.Emit(
        "Gemm",
        NodeAttribute.Float("alpha", op.Alpha),
        NodeAttribute.Float("beta", op.Beta),
        NodeAttribute.Flag("transA", op.TransposeA),
        NodeAttribute.Flag("transB", op.TransposeB));

    [OperatorWriter]
    internal static void Contraction(Einsum op, ExportContext c) => c.Emit("Einsum", NodeAttribute.Text("equation", op.Equation));
}
