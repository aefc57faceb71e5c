namespace Salience.Zoo;

/// <summary>Residual networks: blocks of convolutions whose input is added to their output.</summary>
internal static class ResNet
{
    /// <summary>The networks of this family.</summary>
    public static IReadOnlyList<ZooEntry> Entries { get; } =
    [
        Cifar(8, ResidualShortcut.Projection, "as in MLPerf Tiny, with batch normalisation after the projections"),
        Cifar(20, ResidualShortcut.Identity, "section 4.2"),
        Cifar(56, ResidualShortcut.Identity, "section 4.2"),
        ImageNet(18, [2, 2, 2, 2], "two convolutions 3×3", Basic),
        ImageNet(50, [3, 4, 6, 3], "convolutions 1×1, 3×3, 1×1", Bottleneck),
    ];

    private delegate string ResidualBlock(ZooLayers layers, string name, string x, long width, long stride);

    private static ZooEntry Cifar(int depth, ResidualShortcut usual, string source) => new(layers => CifarFeatures(layers, (depth - 2) / 6, layers.Shortcut ?? usual), InitializationScheme.ResNet)
    {
        Name = $"resnet{depth}",
        Description = $"convolution 3×3, 3 stages of {(depth > 8 ? $"{(depth - 2) / 6} residual blocks" : "one residual block")} of 16, 32 and 64 channels, global mean, linear layer; "
            + (usual == ResidualShortcut.Identity ? "shortcuts without parameters" : "projection shortcuts"),
        Source = $"He et al. 2015, {source}",
        Classes = 10,
        Channels = 3,
        Size = 32,
        MinimumSize = 8,
        AnySize = true,
        ChoosesShortcut = true,
    };

    private static ZooEntry ImageNet(int depth, int[] counts, string block, ResidualBlock add) => new(layers => ImageNetFeatures(layers, counts, add), InitializationScheme.ResNet)
    {
        Name = $"resnet{depth}",
        Description = $"convolution 7×7, pooling, 4 stages of {string.Join(", ", counts)} residual blocks ({block}), global mean, linear layer",
        Source = "He et al. 2015, table 1, as in torchvision" + (depth == 50 ? " (stride in the 3×3 convolution)" : string.Empty),
        Classes = 1000,
        Channels = 3,
        Size = 224,
        MinimumSize = 32,
        AnySize = true,
    };

    private static string CifarFeatures(ZooLayers layers, int count, ResidualShortcut shortcut)
    {
        string Block(ZooLayers l, string name, string x, long width, long stride) => Basic(l, name, x, width, stride, shortcut);
        return Stages(layers, layers.Block("stem", string.Empty, layers.Image, layers.Scale(16), 3), [count, count, count], 16, Block);
    }

    private static string ImageNetFeatures(ZooLayers layers, int[] counts, ResidualBlock add)
    {
        var x = layers.Block("stem", string.Empty, layers.Image, layers.Scale(64), 7, 2);
        return Stages(layers, layers.MaxPool("stem/pool", x, 3, 2, 1), counts, 64, add);
    }

    private static string Stages(ZooLayers layers, string x, int[] counts, int width, ResidualBlock add)
    {
        for (var s = 0; s < counts.Length; s++)
        {
            for (var i = 0; i < counts[s]; i++)
                x = add(layers, $"stage{s + 1}/block{i + 1}", x, layers.Scale(width << s), s > 0 && i == 0 ? 2 : 1);
        }

        return layers.GlobalMean("mean", x);
    }

    private static string Basic(ZooLayers layers, string name, string x, long width, long stride) =>
        Basic(layers, name, x, width, stride, ResidualShortcut.Projection);

    private static string Basic(ZooLayers layers, string name, string x, long width, long stride, ResidualShortcut shortcut)
    {
        var y = layers.Block(name, "1", x, width, 3, stride);
        y = layers.NormalizedConvolution(name, "2", y, width, 3);
        return Join(layers, name, x, y, stride, shortcut);
    }

    private static string Bottleneck(ZooLayers layers, string name, string x, long width, long stride)
    {
        var y = layers.Block(name, "1", x, width, 1);
        y = layers.Block(name, "2", y, width, 3, stride);
        y = layers.NormalizedConvolution(name, "3", y, 4 * width, 1);
        return Join(layers, name, x, y, stride, ResidualShortcut.Projection);
    }

    private static string Join(ZooLayers layers, string name, string x, string y, long stride, ResidualShortcut shortcut)
    {
        if (stride > 1 || layers.Channels(x) != layers.Channels(y))
            x = shortcut == ResidualShortcut.Identity ? Subsample(layers, name, x, layers.Channels(y), stride) : layers.NormalizedConvolution($"{name}/shortcut", string.Empty, x, layers.Channels(y), 1, stride);
        return layers.Relu($"{name}/relu", layers.Sum($"{name}/sum", y, x));
    }

    /// <summary>Every <paramref name="stride"/>-th row and column, as a mean over one place, with zero channels added.</summary>
    private static string Subsample(ZooLayers layers, string name, string x, long channels, long stride)
    {
        if (stride > 1)
            x = layers.MeanPool($"{name}/shortcut/subsample", x, 1, stride);
        return layers.PadChannels($"{name}/shortcut/pad", x, channels);
    }
}
