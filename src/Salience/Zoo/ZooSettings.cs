namespace Salience.Zoo;

/// <summary>What a network of the zoo is built for; <see langword="null"/> leaves what its source says.</summary>
public sealed record ZooSettings
{
    /// <summary>Number of outputs.</summary>
    public int? Classes { get; init; }

    /// <summary>Channels of the pictures: 1 (grey) or 3 (red, green, blue) as a rule.</summary>
    public int? Channels { get; init; }

    /// <summary>Rows of the pictures. Networks of <see cref="ZooEntry.AnySize"/> take every size whatever stands here.</summary>
    public int? Height { get; init; }

    /// <summary>Columns of the pictures. Networks of <see cref="ZooEntry.AnySize"/> take every size whatever stands here.</summary>
    public int? Width { get; init; }

    /// <summary>Factor on the width of every hidden layer; each keeps at least one unit.</summary>
    public double WidthFactor { get; init; } = 1;

    /// <summary>Draws the weights. A weight depends on the seed, the name of its layer and its shape only.</summary>
    public long Seed { get; init; }

    /// <summary>How biases begin.</summary>
    public BiasInitialization Biases { get; init; }

    /// <summary>What carries a residual block's input past it where sizes differ; for residual networks of CIFAR only.</summary>
    public ResidualShortcut? Shortcut { get; init; }
}
