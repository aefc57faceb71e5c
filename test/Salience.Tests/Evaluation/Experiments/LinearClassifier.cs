using Salience.Networks;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Experiments;

/// <summary>A network whose contributions are known: <c>z = W x + b</c> over all pixels.</summary>
internal static class LinearClassifier
{
    /// <summary>Random W and b in float64.</summary>
    public static Network Make(int channels, int height, int width, int classes, int seed)
    {
        using var generator = new Generator((ulong)seed);
        var b = new NetworkBuilder();
        var x = b.AddInput("x", ScalarType.Float64, null, channels, height, width);
        var weight = b.AddParameter("fc.weight", randn([classes, channels * height * width], ScalarType.Float64, generator: generator));
        var bias = b.AddParameter("fc.bias", randn([classes], ScalarType.Float64, generator: generator));
        return b.Build(b.Add("fc", new Gemm(transposeB: true), b.Add("flat", new Flatten(1), x), weight, bias));
    }
}
