namespace Salience.Zoo;

/// <summary>Densely connected networks: every layer of a block reads what all layers before it wrote.</summary>
internal static class DenseNet
{
    private const int Growth = 32;
    private static readonly int[] Counts = [6, 12, 24, 16];

    /// <summary>The network of this family.</summary>
    public static IReadOnlyList<ZooEntry> Entries { get; } =
    [
        new(Features, InitializationScheme.DenseNet)
        {
            Name = "densenet121",
            Description = "convolution 7×7, pooling, dense blocks of 6, 12, 24 and 16 layers of 32 channels, halved between blocks, global mean, linear layer",
            Source = "Huang et al. 2016, DenseNet-BC with growth 32, as in torchvision",
            Classes = 1000,
            Channels = 3,
            Size = 224,
            MinimumSize = 32,
            AnySize = true,
        },
    ];

    private static string Features(ZooLayers layers)
    {
        var x = layers.Block("stem", string.Empty, layers.Image, layers.Scale(2 * Growth), 7, 2);
        x = layers.MaxPool("stem/pool", x, 3, 2, 1);
        for (var b = 0; b < Counts.Length; b++)
        {
            for (var i = 1; i <= Counts[b]; i++)
                x = Layer(layers, $"block{b + 1}/layer{i}", x);
            if (b < Counts.Length - 1)
                x = Transition(layers, $"transition{b + 1}", x);
        }

        return layers.GlobalMean("mean", layers.Relu("final/relu", layers.Normalization("final/norm", x)));
    }

    private static string Layer(ZooLayers layers, string name, string x)
    {
        var y = layers.Convolution($"{name}/conv1", Activated(layers, name, "1", x), layers.Scale(4 * Growth), 1);
        y = layers.Convolution($"{name}/conv2", Activated(layers, name, "2", y), layers.Scale(Growth), 3);
        return layers.Concat($"{name}/concat", x, y);
    }

    private static string Transition(ZooLayers layers, string name, string x)
    {
        var y = layers.Convolution($"{name}/conv", Activated(layers, name, string.Empty, x), Math.Max(1, layers.Channels(x) / 2), 1);
        return layers.MeanPool($"{name}/pool", y, 2, 2);
    }

    private static string Activated(ZooLayers layers, string name, string suffix, string x) =>
        layers.Relu($"{name}/relu{suffix}", layers.Normalization($"{name}/norm{suffix}", x));
}
