using Salience.Onnx.Conversion;
using Salience.Operators;

namespace Salience.Onnx.Converters;

/// <summary>
/// ONNX MaxPool (8: storage_order and the second output. 10: ceil_mode, dilations. 11: defaults. 12: int8. 22: bfloat16), AveragePool
/// (7: count_include_pad. 10: ceil_mode. 11: defaults. 19: dilations. 22: bfloat16), LpPool (1: p is real. 2: p is an integer.
/// 11: defaults. 18: ceil_mode, dilations. 22: bfloat16), MaxUnpool (9, 11, 22) and the global ones (1, 22; GlobalLpPool also 2: p is an integer).
/// </summary>
/// <remarks>https://onnx.ai/onnx/operators/onnx__MaxPool.html and the pages of the others. One to three spatial axes for MaxPool.</remarks>
internal static class Pooling
{
    [OnnxOperator("MaxPool", 1, 8, 10, 11, 12, 22)]
    internal static void Maximum(ConversionContext c)
    {
        var window = SlidingWindows.Window(c, dilated: c.Version >= 10, roundable: c.Version >= 10);
        var columnMajor = c.Version >= 8 && c.Node.GetInt("storage_order", 0) != 0;
        c.Emit(new MaxPool(window, withIndices: c.Output(1).Length > 0, columnMajor));
    }

    [OnnxOperator("AveragePool", 1, 7, 10, 11, 19, 22)]
    internal static void Average(ConversionContext c)
    {
        var window = SlidingWindows.Window(c, dilated: c.Version >= 19, roundable: c.Version >= 10);
        c.Emit(new AveragePool(window, countPadding: c.Version >= 7 && c.Node.GetInt("count_include_pad", 0) != 0));
    }

    [OnnxOperator("LpPool", 1, 2, 11, 18, 22)]
    internal static void Norm(ConversionContext c) =>
        c.Emit(new LpPool(SlidingWindows.Window(c, dilated: c.Version >= 18, roundable: c.Version >= 18), Exponent(c)));

    [OnnxOperator("MaxUnpool", 9, 11, 22)]
    internal static void Unpool(ConversionContext c)
    {
        var kernel = c.Node.GetInts("kernel_shape") ?? throw c.Node.Fault("has no attribute 'kernel_shape', which its operator needs.");
        c.Emit(new MaxUnpool(new SlidingWindow
        {
            Kernel = kernel,
            Strides = SlidingWindows.Steps(c, "strides", kernel.Length),
            Dilations = Enumerable.Repeat(1L, kernel.Length).ToArray(),
            Padding = SlidingWindows.Padding(c, kernel.Length),
        }));
    }

    [OnnxOperator("GlobalAveragePool", 1, 22)]
    internal static void GlobalAverage(ConversionContext c) => c.Emit(new GlobalAveragePool());

    [OnnxOperator("GlobalMaxPool", 1, 22)]
    internal static void GlobalMaximum(ConversionContext c) => c.Emit(new GlobalMaxPool());

    [OnnxOperator("GlobalLpPool", 1, 2, 22)]
    internal static void GlobalNorm(ConversionContext c) => c.Emit(new GlobalLpPool(Exponent(c)));

    private static long Exponent(ConversionContext c)
    {
        var p = c.Version == 1 ? c.Node.GetFloat("p", 2) : c.Node.GetInt("p", 2);
        return p >= 1 && p == Math.Floor(p) ? (long)p : throw ConversionContext.Unsupported($"p is {p}; positive integers are supported");
    }
}
