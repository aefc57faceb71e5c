using Salience.Imaging;

namespace Salience.Evaluation.Training;

/// <summary>Recipes for the zoo's networks; <c>docs/training.md</c> says what they reach on two cores, and by which commands.</summary>
public static class Recipes
{
    private static readonly TrainingSettings Adam = new()
    {
        Optimizer = OptimizerKind.AdamW,
        LearningRate = 0.003,
        WeightDecay = 0.01,
        Schedule = LearningRateSchedule.OneCycle(warmUp: 0.25, startFactor: 0.1),
    };

    private static readonly TrainingSettings Momentum = new()
    {
        Optimizer = OptimizerKind.Sgd,
        LearningRate = 0.1,
        Nesterov = true,
        WeightDecay = 5e-4,
        Schedule = LearningRateSchedule.OneCycle(warmUp: 0.25, startFactor: 0.1),
    };

    private static readonly TrainingSettings Photos = Momentum with { Epochs = 20, WeightDecay = 1e-3, CropPadding = 4, Flip = true };

    /// <summary>All recipes: for each kind of data those of particular networks, then the one for every other network.</summary>
    public static IReadOnlyList<Recipe> All { get; } =
    [
        // The network of the DeepLIFT paper reads pixels on [0, 1], where 0 is the digits' ground.
        new() { Data = "mnist", Network = "deeplift-mnist", Normalization = Normalization.None, Settings = Adam with { Epochs = 9, CropPadding = 2 } },
        new() { Data = "mnist", Settings = Adam with { Epochs = 9, LearningRate = 0.001, CropPadding = 2 } },
        new() { Data = "cifar10", Network = "vgg9", WidthFactor = 0.25, Settings = Photos },
        new() { Data = "cifar10", Settings = Photos },
        new() { Data = "cifar100", Settings = Photos with { Epochs = 30 } },
        new() { Data = "glyphs", Settings = Momentum with { Epochs = 6, BatchSize = 64, LearningRate = 0.05 } },
    ];

    /// <summary>The recipe of a network on a kind of data, or the one for all networks on it.</summary>
    /// <param name="data">The kind of data, such as <c>cifar10</c>.</param>
    /// <param name="network">The network's name in the zoo.</param>
    /// <returns>The recipe; for data without any, the trainer's defaults.</returns>
    public static Recipe Find(string data, string network)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(network);
        var suited = All.Where(r => Same(r.Data, data) && (r.Network is null || Same(r.Network, network)));
        return suited.OrderBy(r => r.Network is null).FirstOrDefault() ?? new Recipe { Data = data, Settings = new TrainingSettings() };
    }

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);
}
