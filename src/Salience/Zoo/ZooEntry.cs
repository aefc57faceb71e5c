using System.Globalization;
using Salience.Networks;

namespace Salience.Zoo;

/// <summary>One architecture of the zoo.</summary>
public sealed class ZooEntry
{
    private readonly Func<ZooLayers, string> _features;
    private readonly InitializationScheme _initialization;

    /// <summary>Describes an architecture.</summary>
    /// <param name="features">Adds all layers before the last and returns their value, of shape <c>(N, D)</c>.</param>
    /// <param name="initialization">How weights begin.</param>
    internal ZooEntry(Func<ZooLayers, string> features, InitializationScheme initialization) => (_features, _initialization) = (features, initialization);

    /// <summary>Name in the catalogue, such as <c>resnet20</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The layers in one line.</summary>
    public required string Description { get; init; }

    /// <summary>Who published it, and how this one differs.</summary>
    public required string Source { get; init; }

    /// <summary>Number of outputs, unless settings say otherwise.</summary>
    public required int Classes { get; init; }

    /// <summary>Channels of the pictures, unless settings say otherwise.</summary>
    public required int Channels { get; init; }

    /// <summary>Rows and columns of the pictures it was published for.</summary>
    public required int Size { get; init; }

    /// <summary>The least number of rows and columns that it can be built for.</summary>
    public required int MinimumSize { get; init; }

    /// <summary>Whether one network takes pictures of every size: it ends with a mean over all places. Otherwise the size is fixed when it is built.</summary>
    public required bool AnySize { get; init; }

    /// <summary>Whether it has residual blocks whose <see cref="ResidualShortcut"/> can be chosen.</summary>
    internal bool ChoosesShortcut { get; init; }

    /// <summary>Builds the network with random weights.</summary>
    /// <param name="settings">Classes, shape of the pictures, width, seed; what the source says where <see langword="null"/>.</param>
    /// <returns>
    /// A network from <c>image</c>, <c>(N, C, H, W)</c>, to <c>logits</c>, <c>(N, classes)</c>, in float32; disposed by the caller. Batch
    /// normalisations have scale 1, shift 0, mean 0 and variance 1.
    /// </returns>
    /// <exception cref="ArgumentException">A setting does not suit the architecture; the message says what does.</exception>
    public Network Build(ZooSettings? settings = null)
    {
        settings ??= new ZooSettings();
        Require(settings);
        using var layers = new ZooLayers(
            new ZooShape(settings.Channels ?? Channels, settings.Height ?? Size, settings.Width ?? Size), AnySize, settings, _initialization);
        return layers.Build(_features(layers), settings.Classes ?? Classes);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private void Require(ZooSettings settings)
    {
        RequireAtLeast(1, settings.Classes, "classes");
        RequireAtLeast(1, settings.Channels, "channels");
        RequireAtLeast(MinimumSize, settings.Height, "rows");
        RequireAtLeast(MinimumSize, settings.Width, "columns");
        if (!(settings.WidthFactor > 0) || !double.IsFinite(settings.WidthFactor))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{Name}: a width factor is above 0, got {settings.WidthFactor}."));
        if (settings.Shortcut is { } shortcut && !ChoosesShortcut)
            throw new ArgumentException($"{Name}: has no choice of shortcuts, got {shortcut}; leave it out.");
    }

    private void RequireAtLeast(int least, int? value, string what)
    {
        if (value < least)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{Name}: needs at least {least} {what}, got {value}."));
    }
}
