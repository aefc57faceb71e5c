using Salience.Networks;
using Salience.Networks.Passes;
using Salience.Onnx;
using Salience.Zoo;

namespace Salience.Benchmarks;

/// <summary>The explained networks: published shapes with random weights, or files; batch normalisation folded where it can be.</summary>
internal static class Architectures
{
    /// <summary>Names of the networks.</summary>
    public static IReadOnlyList<string> Names { get; } = ["vgg16", "resnet50", "densenet121"];

    /// <summary>The network of that name for pictures of 224×224 and 1000 classes, or the one in that ONNX file.</summary>
    public static Network Build(string name)
    {
        using var network = IsFile(name) ? OnnxImporter.Load(name).Network : ZooCatalogue.Build(name, new ZooSettings { Seed = 1, Biases = BiasInitialization.Normal });
        using var direct = IdentityBypass.Apply(network);
        return BatchNormalizationFolding.Apply(direct);
    }

    /// <summary>Whether a name is that of a file.</summary>
    public static bool IsFile(string name) => name.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) && File.Exists(name);

    /// <summary>Height of the network's pictures; 224 where the network leaves it open.</summary>
    public static int Side(Network network) => (int)(network.Inputs[0].Shape[^1] ?? 224);

    /// <summary>A picture's shape with a number of pictures before it.</summary>
    public static long[] Pictures(Network network, long count) => [count, network.Inputs[0].Shape[1] ?? 3, Side(network), Side(network)];
}
