namespace Salience.Zoo;

/// <summary>The small networks of single experiments.</summary>
internal static class ExperimentNetworks
{
    /// <summary>The networks.</summary>
    public static IReadOnlyList<ZooEntry> Entries { get; } =
    [
        new(DeepLift, InitializationScheme.Glorot)
        {
            Name = "deeplift-mnist",
            Description = "convolutions 4×4 of 32 and 64 channels at stride 2, linear layer of 128, dropout ¼ and ½, linear layer; no pooling",
            Source = "Shrikumar et al. 2017 (kundajelab/deeplift, keras2_mnist_cnn_allconv)",
            Classes = 10,
            Channels = 1,
            Size = 28,
            MinimumSize = 10,
            AnySize = false,
        },
        new(Adebayo, InitializationScheme.Truncated)
        {
            Name = "adebayo-mnist",
            Description = "convolutions 5×5 of 32 and 64 channels, each with pooling, linear layer of 1024, linear layer",
            Source = "Adebayo et al. 2018 (adebayoj/sanity_checks_saliency)",
            Classes = 10,
            Channels = 1,
            Size = 28,
            MinimumSize = 4,
            AnySize = false,
        },
        new(Glyphs, InitializationScheme.ResNet)
        {
            Name = "glyph-net",
            Description = "5 convolutions 3×3 of 16 to 48 channels with batch normalisation, 2 poolings, global maximum, linear layer",
            Source = "Salience, for the built-in explanation of 64×64 scenes: a unit sees 34×34 pixels, and the maximum takes its evidence from one place",
            Classes = 10,
            Channels = 3,
            Size = 64,
            MinimumSize = 16,
            AnySize = true,
        },
    ];

    private static string DeepLift(ZooLayers layers)
    {
        var x = layers.Relu("relu1", layers.Convolution("conv1", layers.Image, layers.Scale(32), 4, 2, padding: 0, bias: true));
        x = layers.Relu("relu2", layers.Convolution("conv2", x, layers.Scale(64), 4, 2, padding: 0, bias: true));
        x = layers.Flatten("flatten", layers.Dropout("dropout1", x, 0.25f));
        x = layers.Relu("hidden/relu", layers.Linear("hidden", x, layers.Scale(128)));
        return layers.Dropout("dropout2", x, 0.5f);
    }

    private static string Adebayo(ZooLayers layers)
    {
        var x = layers.Image;
        for (var i = 1; i <= 2; i++)
        {
            x = layers.Relu($"relu{i}", layers.Convolution($"conv{i}", x, layers.Scale(32 * i), 5, bias: true));
            x = layers.MaxPool($"pool{i}", x, 2, 2);
        }

        return layers.Relu("hidden/relu", layers.Linear("hidden", layers.Flatten("flatten", x), layers.Scale(1024)));
    }

    private static string Glyphs(ZooLayers layers)
    {
        int[][] stages = [[16], [32], [48, 48, 48]];
        var x = layers.Image;
        for (var s = 0; s < stages.Length; s++)
        {
            if (s > 0)
                x = layers.MaxPool($"stage{s}/pool", x, 2, 2);
            for (var i = 1; i <= stages[s].Length; i++)
                x = layers.Block($"stage{s + 1}", $"{i}", x, layers.Scale(stages[s][i - 1]), 3);
        }

        return layers.GlobalMaximum("maximum", x);
    }
}
