using Salience.Networks;
using Salience.Networks.Passes;

namespace Salience.Benchmarks;

/// <summary>The measured networks: published shapes with random weights, batch normalisation folded where it can be.</summary>
internal static class Architectures
{
    /// <summary>Names of the networks.</summary>
    public static IReadOnlyList<string> Names { get; } = ["vgg16", "resnet50", "densenet121"];

    /// <summary>The network of that name for pictures of 224×224 and 1000 classes.</summary>
    public static Network Build(string name)
    {
        using var layers = new LayerBuilder(seed: 1);
        using var network = name switch
        {
            "vgg16" => Vgg16(layers),
            "resnet50" => ResNet50(layers),
            "densenet121" => DenseNet121(layers),
            _ => throw new ArgumentException($"No network is named '{name}'. Networks: {string.Join(", ", Names)}."),
        };
        return BatchNormalizationFolding.Apply(network);
    }

    /// <summary>Simonyan and Zisserman 2014, configuration D.</summary>
    private static Network Vgg16(LayerBuilder b)
    {
        var x = b.Input;
        foreach (var (count, width) in new[] { (2, 64), (2, 128), (3, 256), (3, 512), (3, 512) })
        {
            for (var i = 0; i < count; i++)
                x = b.Relu(b.Convolution(x, width, 3, bias: true));
            x = b.MaxPool(x, 2, 2, 0);
        }

        x = b.Relu(b.Linear(b.Flatten(x), 7 * 7 * 512, 4096));
        x = b.Relu(b.Linear(x, 4096, 4096));
        return b.Build(b.Linear(x, 4096, 1000));
    }

    /// <summary>He et al. 2015, 50 layers, stride in the 3×3 convolution.</summary>
    private static Network ResNet50(LayerBuilder b)
    {
        var x = b.MaxPool(b.Relu(b.Normalization(b.Convolution(b.Input, 64, 7, 2))), 3, 2, 1);
        foreach (var (count, width, stride) in new[] { (3, 64, 1), (4, 128, 2), (6, 256, 2), (3, 512, 2) })
        {
            for (var i = 0; i < count; i++)
            {
                var s = i == 0 ? stride : 1;
                var y = b.Relu(b.Normalization(b.Convolution(x, width, 1)));
                y = b.Relu(b.Normalization(b.Convolution(y, width, 3, s)));
                y = b.Normalization(b.Convolution(y, 4 * width, 1));
                var skip = i == 0 ? b.Normalization(b.Convolution(x, 4 * width, 1, s)) : x;
                x = b.Relu(b.Add(y, skip));
            }
        }

        return b.Build(b.Linear(b.Flatten(b.GlobalMean(x)), 2048, 1000));
    }

    /// <summary>Huang et al. 2016, growth 32, blocks of 6, 12, 24 and 16 layers; its batch norms stand before the ReLUs, where they cannot be folded.</summary>
    private static Network DenseNet121(LayerBuilder b)
    {
        var x = b.MaxPool(b.Relu(b.Normalization(b.Convolution(b.Input, 64, 7, 2))), 3, 2, 1);
        var blocks = new[] { 6, 12, 24, 16 };
        foreach (var (count, block) in blocks.Select((c, i) => (c, i)))
        {
            for (var i = 0; i < count; i++)
            {
                var y = b.Convolution(b.Relu(b.Normalization(x)), 128, 1);
                x = b.Concat(x, b.Convolution(b.Relu(b.Normalization(y)), 32, 3));
            }

            if (block < blocks.Length - 1)
                x = b.MeanPool(b.Convolution(b.Relu(b.Normalization(x)), b.Channels(x) / 2, 1));
        }

        return b.Build(b.Linear(b.Flatten(b.GlobalMean(b.Relu(b.Normalization(x)))), 1024, 1000));
    }
}
