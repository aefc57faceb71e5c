namespace Salience.Zoo;

/// <summary>Stacks of 3×3 convolutions between poolings.</summary>
internal static class Vgg
{
    /// <summary>Widths of the convolutions of each stage, a 2×2 maximum after each; configuration A with 11 layers, D with 16.</summary>
    private static readonly int[][] A = [[64], [128], [256, 256], [512, 512], [512, 512]];
    private static readonly int[][] D = [[64, 64], [128, 128], [256, 256, 256], [512, 512, 512], [512, 512, 512]];

    /// <summary>The networks of this family.</summary>
    public static IReadOnlyList<ZooEntry> Entries { get; } =
    [
        ImageNet("vgg11", "A", A, normalized: false),
        ImageNet("vgg11-bn", "A", A, normalized: true),
        ImageNet("vgg16", "D", D, normalized: false),
        ImageNet("vgg16-bn", "D", D, normalized: true),
        new(layers => layers.GlobalMean("mean", Stages(layers, A, normalized: true)), InitializationScheme.Vgg)
        {
            Name = "vgg9",
            Description = "8 convolutions 3×3 of 64 to 512 channels with batch normalisation, 5 poolings, global mean, linear layer",
            Source = "Srinivas and Fleuret 2019, for CIFAR-100 (idiap/fullgrad-saliency, 2019); biases begin at 0 unless asked to be normal",
            Classes = 100,
            Channels = 3,
            Size = 32,
            MinimumSize = 32,
            AnySize = true,
        },
    ];

    private static ZooEntry ImageNet(string name, string configuration, int[][] stages, bool normalized) => new(layers => Classifier(layers, Stages(layers, stages, normalized)), InitializationScheme.Vgg)
    {
        Name = name,
        Description = $"{stages.Sum(s => s.Length)} convolutions 3×3 of 64 to 512 channels{(normalized ? " with batch normalisation" : string.Empty)}, 5 poolings, "
            + "two linear layers of 4096 with dropout ½, linear layer",
        Source = $"Simonyan and Zisserman 2014, configuration {configuration}; initialised as torchvision",
        Classes = 1000,
        Channels = 3,
        Size = 224,
        MinimumSize = 32,
        AnySize = false,
    };

    private static string Stages(ZooLayers layers, int[][] stages, bool normalized)
    {
        var x = layers.Image;
        for (var s = 0; s < stages.Length; s++)
        {
            for (var i = 1; i <= stages[s].Length; i++)
            {
                x = layers.Convolution($"stage{s + 1}/conv{i}", x, layers.Scale(stages[s][i - 1]), 3, bias: true);
                if (normalized)
                    x = layers.Normalization($"stage{s + 1}/norm{i}", x);
                x = layers.Relu($"stage{s + 1}/relu{i}", x);
            }

            x = layers.MaxPool($"stage{s + 1}/pool", x, 2, 2);
        }

        return x;
    }

    private static string Classifier(ZooLayers layers, string x)
    {
        x = layers.Flatten("flatten", x);
        for (var i = 1; i <= 2; i++)
            x = layers.Dropout($"hidden{i}/dropout", layers.Relu($"hidden{i}/relu", layers.Linear($"hidden{i}/linear", x, layers.Scale(4096))), 0.5f);
        return x;
    }
}
