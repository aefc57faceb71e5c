using Salience.Onnx.Conversion;
using Salience.Operators;

namespace Salience.Onnx.Converters;

/// <summary>
/// ONNX Scatter (9; deprecated in 11 in favour of ScatterElements), ScatterElements and ScatterND (16: reduction add, mul; 18: max, min).
/// </summary>
/// <remarks>https://onnx.ai/onnx/operators/onnx__ScatterElements.html, https://onnx.ai/onnx/operators/onnx__ScatterND.html.</remarks>
internal static class Scatters
{
    [OnnxOperator("Scatter", 9, 11)]
    [OnnxOperator("ScatterElements", 11, 13)]
    internal static void ScatterElements(ConversionContext c) => c.Emit(new ScatterElements(c.Node.GetInt("axis", 0)));

    [OnnxOperator("ScatterElements", 16, 18)]
    internal static void ReducingScatterElements(ConversionContext c) => c.Emit(new ScatterElements(c.Node.GetInt("axis", 0), Reduction(c)));

    [OnnxOperator("ScatterND", 11, 13)]
    internal static void ScatterND(ConversionContext c) => c.Emit(new ScatterND());

    [OnnxOperator("ScatterND", 16, 18)]
    internal static void ReducingScatterND(ConversionContext c) => c.Emit(new ScatterND(Reduction(c)));

    private static ScatterReduction Reduction(ConversionContext c) => c.Node.GetString("reduction", "none") switch
    {
        "none" => ScatterReduction.None,
        "add" => ScatterReduction.Add,
        "mul" => ScatterReduction.Mul,
        "max" when c.Version >= 18 => ScatterReduction.Max,
        "min" when c.Version >= 18 => ScatterReduction.Min,
        var other => throw ConversionContext.Unsupported($"reduction '{other}' is not one of this version's"),
    };
}
