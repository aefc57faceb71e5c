using Salience.Imaging;

namespace Salience.Evaluation.Training;

/// <summary>How a network of the zoo is trained on a kind of data.</summary>
public sealed record Recipe
{
    /// <summary>The kind of data, such as <c>cifar10</c>.</summary>
    public required string Data { get; init; }

    /// <summary>The network's name in the zoo, such as <c>vgg9</c>; <see langword="null"/> where the recipe serves every network.</summary>
    public string? Network { get; init; }

    /// <summary>Factor on the width of every hidden layer.</summary>
    public double WidthFactor { get; init; } = 1;

    /// <summary>How pixels become inputs; <see langword="null"/> for what the data set says.</summary>
    public Normalization? Normalization { get; init; }

    /// <summary>What the trainer does; its seed is for the caller to choose.</summary>
    public required TrainingSettings Settings { get; init; }
}
