using Salience.Attribution.Engine;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>Settings of <see cref="RandomMap"/>.</summary>
/// <param name="Seed">Draws the map; the same for every image, whatever its batch.</param>
public sealed record RandomMapSettings(long Seed = 0);

/// <summary>A random map.</summary>
/// <remarks>A control, not an explanation: it does not look at the network. Control.</remarks>
public sealed class RandomMap(Network network, RandomMapSettings? settings = null) : ControlMethod(network)
{
    private readonly RandomMapSettings _settings = settings ?? new RandomMapSettings();

    /// <summary>What the method is.</summary>
    public static MethodDescription About { get; } = new(
        "random", "Uniform noise: what chance gives.", "S_p ~ U(0, 1)", "Control", "1 F, for the outputs only", [Axiom.ImplementationInvariance], "every network of one picture");

    /// <inheritdoc/>
    public override MethodDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings);

    private protected override Tensor Draw(Tensor images)
    {
        using var scope = NewDisposeScope();
        return SharedNoise.Uniform(images.narrow(1, 0, 1), _settings.Seed, 0).expand(images.shape[0], 1, images.shape[2], images.shape[3]).contiguous().MoveToOuterDisposeScope();
    }
}
