using Salience.Onnx.Conversion;
using Salience.Operators;

namespace Salience.Onnx.Converters;

/// <summary>
/// ONNX MatMul (1; 9: integers; 13: bfloat16), Gemm (1, 6: attribute broadcast. 7: C always broadcasts. 9: integers. 11: C is optional.
/// 13: bfloat16) and Einsum (12).
/// </summary>
/// <remarks>https://onnx.ai/onnx/operators/onnx__Gemm.html and the pages of the others.</remarks>
internal static class MatrixProducts
{
    [OnnxOperator("MatMul", 1, 9, 13)]
    internal static void Product(ConversionContext c) => c.Emit(new MatMul());

    [OnnxOperator("Gemm", 1, 6, 7, 9, 11, 13)]
    internal static void GeneralProduct(ConversionContext c)
    {
        // Without broadcast=1 the shapes had to agree, and then broadcasting changes nothing.
        if (c.Version < 7)
            c.Node.IgnoreAttribute("broadcast");
        c.Emit(new Gemm(c.Node.GetFloat("alpha", 1), c.Node.GetFloat("beta", 1), c.Node.GetInt("transA", 0) != 0, c.Node.GetInt("transB", 0) != 0));
    }

    [OnnxOperator("Einsum", 12)]
    internal static void Contraction(ConversionContext c)
    {
        var equation = c.Node.GetString("equation", string.Empty);
        c.Emit(new Einsum(equation.Length > 0 ? equation : throw c.Node.Fault("has no attribute 'equation', which its operator needs.")));
    }
}
