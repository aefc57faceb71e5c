using Salience.Networks;
using Salience.Networks.Passes;
using Salience.Zoo;

namespace Salience.Benchmarks;

/// <summary>The explained networks: published shapes with random weights, batch normalisation folded where it can be.</summary>
internal static class Architectures
{
    /// <summary>Names of the networks.</summary>
    public static IReadOnlyList<string> Names { get; } = ["vgg16", "resnet50", "densenet121"];

    /// <summary>The network of that name for pictures of 224×224 and 1000 classes.</summary>
    public static Network Build(string name)
    {
        using var network = ZooCatalogue.Build(name, new ZooSettings { Seed = 1, Biases = BiasInitialization.Normal });
        using var direct = IdentityBypass.Apply(network);
        return BatchNormalizationFolding.Apply(direct);
    }
}
