using Salience.Networks;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Experiments;

/// <summary>Networks that are one matrix: every pixel's contribution is known.</summary>
internal static class LinearNetworks
{
    /// <summary><c>f = W·x + b</c> for scenes <c>(3, 64, 64)</c> and 10 classes, in float64.</summary>
    public static Network OfScenes(int seed, bool bias = true)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        var b = new NetworkBuilder();
        var x = b.AddInput("image", ScalarType.Float64, null, 3, 64, 64);
        var weight = b.AddParameter("weight", randn([10, 3 * 64 * 64], ScalarType.Float64, generator: generator) * 0.01);
        string[] inputs = bias ? [weight, b.AddParameter("bias", randn([10], ScalarType.Float64, generator: generator))] : [weight];
        return b.Build(b.Add("fc", new Gemm(transposeB: true), [b.Add("flat", new Flatten(), x), .. inputs]));
    }
}
