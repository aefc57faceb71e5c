using Salience.Onnx.Conversion;
using Salience.Operators;

namespace Salience.Onnx.Converters;

/// <summary>
/// ONNX InstanceNormalization (1, 6, 22), GroupNormalization (18: scale and bias hold one value a group. 21: one a channel),
/// LayerNormalization (17), RMSNormalization (23), LpNormalization (1, 22), MeanVarianceNormalization (9, 13), LRN (1, 13).
/// </summary>
/// <remarks>https://onnx.ai/onnx/operators/onnx__LayerNormalization.html and the pages of the others. Half-precision data are normalised in float32.</remarks>
internal static class Normalizations
{
    private const float DefaultEpsilon = 1e-5f;

    // Element types that stash_type may name: float, float16, double, bfloat16.
    private static readonly long[] StashTypes = [1, 10, 11, 16];

    [OnnxOperator("InstanceNormalization", 1, 6, 22)]
    internal static void Instance(ConversionContext c)
    {
        if (c.Version == 1)
            c.Node.IgnoreAttribute("consumed_inputs");
        c.Emit(new InstanceNormalization(c.Node.GetFloat("epsilon", DefaultEpsilon)));
    }

    [OnnxOperator("GroupNormalization", 18, 21)]
    internal static void Group(ConversionContext c)
    {
        if (c.Version >= 21)
            RequireStashType(c);
        c.Emit(new GroupNormalization(c.Node.GetInt("num_groups"), c.Node.GetFloat("epsilon", DefaultEpsilon)));
    }

    [OnnxOperator("LayerNormalization", 17)]
    internal static void Layer(ConversionContext c)
    {
        RequireStashType(c);
        var statistics = c.Output(1).Length > 0 || c.Output(2).Length > 0;
        c.Emit(new LayerNormalization(c.Node.GetInt("axis", -1), c.Node.GetFloat("epsilon", DefaultEpsilon), statistics));
    }

    [OnnxOperator("RMSNormalization", 23)]
    internal static void RootMeanSquare(ConversionContext c)
    {
        RequireStashType(c);
        c.Emit(new RMSNormalization(c.Node.GetInt("axis", -1), c.Node.GetFloat("epsilon", DefaultEpsilon)));
    }

    [OnnxOperator("LpNormalization", 1, 22)]
    internal static void Norm(ConversionContext c)
    {
        var p = c.Node.GetInt("p", 2);
        if (p is not (1 or 2))
            throw ConversionContext.Unsupported($"p is {p}; 1 and 2 are supported");
        c.Emit(new LpNormalization(c.Node.GetInt("axis", -1), p));
    }

    [OnnxOperator("MeanVarianceNormalization", 9, 13)]
    internal static void MeanVariance(ConversionContext c) => c.Emit(new MeanVarianceNormalization(c.Node.GetInts("axes") ?? [0, 2, 3]));

    [OnnxOperator("LRN", 1, 13)]
    internal static void LocalResponse(ConversionContext c)
    {
        var size = c.Node.GetInt("size");
        if (size < 1)
            throw c.Node.Fault($"has 'size' {size}; it must be positive.");
        c.Emit(new LRN(size, c.Node.GetFloat("alpha", 1e-4f), c.Node.GetFloat("beta", 0.75f), c.Node.GetFloat("bias", 1)));
    }

    private static void RequireStashType(ConversionContext c)
    {
        var type = c.Node.GetInt("stash_type", 1);
        if (!StashTypes.Contains(type))
            throw ConversionContext.Unsupported($"stash_type is {type}; floating types are supported");
    }
}
