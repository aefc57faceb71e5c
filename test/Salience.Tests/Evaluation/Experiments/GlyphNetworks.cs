using Salience.Networks;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Experiments;

/// <summary>Untrained networks for Glyphs scenes.</summary>
internal static class GlyphNetworks
{
    /// <summary>Strided convolution, ReLU, global mean, linear layer: 10 classes, <c>(N, 3, 64, 64)</c>.</summary>
    public static Network Small(int seed, ScalarType type = ScalarType.Float64)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        var b = new NetworkBuilder();
        string Parameter(string name, params long[] shape) => b.AddParameter(name, randn(shape, ScalarType.Float64, generator: generator).mul(0.3).to_type(type));
        var x = b.AddInput("image", type, null, 3, 64, 64);
        var conv = b.Add(
            "conv",
            new Conv { Padding = SpatialPadding.Symmetric(1, 1), Strides = [4, 4], Dilations = [1, 1] },
            x, Parameter("conv.weight", 6, 3, 5, 5), Parameter("conv.bias", 6));
        var flat = b.Add("flat", new Flatten(1), b.Add("pool", new GlobalAveragePool(), b.Add("act", new Relu(), conv)));
        return b.Build(b.Add("fc", new Gemm(transposeB: true), flat, Parameter("fc.weight", 10, 6), Parameter("fc.bias", 10)));
    }
}
