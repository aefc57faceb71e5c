using Salience.Onnx.Conversion;
using Salience.Operators;

namespace Salience.Onnx.Converters;

/// <summary>
/// ONNX functions of one number without attributes. 1: a hint <c>consumed_inputs</c> about memory. 6: without it. 13: bfloat16, for some since 22.
/// Cos, Sin, Tan and their inverses came with 7, the hyperbolic ones, Erf and Sign with 9, Round with 11.
/// </summary>
/// <remarks>https://onnx.ai/onnx/operators/. Nothing of them is missing.</remarks>
internal static class ElementwiseFunctions
{
    [OnnxOperator("Abs", 1, 6, 13)]
    internal static void Abs(ConversionContext c) => Emit(c, new Abs());

    [OnnxOperator("Acos", 7, 22)]
    internal static void Acos(ConversionContext c) => Emit(c, new Acos());

    [OnnxOperator("Acosh", 9, 22)]
    internal static void Acosh(ConversionContext c) => Emit(c, new Acosh());

    [OnnxOperator("Asin", 7, 22)]
    internal static void Asin(ConversionContext c) => Emit(c, new Asin());

    [OnnxOperator("Asinh", 9, 22)]
    internal static void Asinh(ConversionContext c) => Emit(c, new Asinh());

    [OnnxOperator("Atan", 7, 22)]
    internal static void Atan(ConversionContext c) => Emit(c, new Atan());

    [OnnxOperator("Atanh", 9, 22)]
    internal static void Atanh(ConversionContext c) => Emit(c, new Atanh());

    [OnnxOperator("Ceil", 1, 6, 13)]
    internal static void Ceil(ConversionContext c) => Emit(c, new Ceil());

    [OnnxOperator("Cos", 7, 22)]
    internal static void Cos(ConversionContext c) => Emit(c, new Cos());

    [OnnxOperator("Cosh", 9, 22)]
    internal static void Cosh(ConversionContext c) => Emit(c, new Cosh());

    [OnnxOperator("Erf", 9, 13)]
    internal static void Erf(ConversionContext c) => Emit(c, new Erf());

    [OnnxOperator("Exp", 1, 6, 13)]
    internal static void Exp(ConversionContext c) => Emit(c, new Exp());

    [OnnxOperator("Floor", 1, 6, 13)]
    internal static void Floor(ConversionContext c) => Emit(c, new Floor());

    [OnnxOperator("Log", 1, 6, 13)]
    internal static void Log(ConversionContext c) => Emit(c, new Log());

    [OnnxOperator("Neg", 1, 6, 13)]
    internal static void Neg(ConversionContext c) => Emit(c, new Neg());

    [OnnxOperator("Reciprocal", 1, 6, 13)]
    internal static void Reciprocal(ConversionContext c) => Emit(c, new Reciprocal());

    [OnnxOperator("Round", 11, 22)]
    internal static void Round(ConversionContext c) => Emit(c, new Round());

    [OnnxOperator("Sign", 9, 13)]
    internal static void Sign(ConversionContext c) => Emit(c, new Sign());

    [OnnxOperator("Sin", 7, 22)]
    internal static void Sin(ConversionContext c) => Emit(c, new Sin());

    [OnnxOperator("Sinh", 9, 22)]
    internal static void Sinh(ConversionContext c) => Emit(c, new Sinh());

    [OnnxOperator("Sqrt", 1, 6, 13)]
    internal static void Sqrt(ConversionContext c) => Emit(c, new Sqrt());

    [OnnxOperator("Tan", 7, 22)]
    internal static void Tan(ConversionContext c) => Emit(c, new Tan());

    [OnnxOperator("Tanh", 1, 6, 13)]
    internal static void Tanh(ConversionContext c) => Emit(c, new Tanh());

    private static void Emit(ConversionContext c, Operator operation)
    {
        FirstVersion.IgnoreMemoryHint(c);
        c.Emit(operation);
    }
}
