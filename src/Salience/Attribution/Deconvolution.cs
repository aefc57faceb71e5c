using Salience.Networks;
using Salience.PostProcessing;

namespace Salience.Attribution;

/// <summary>Settings of <see cref="Deconvolution"/>.</summary>
/// <param name="Map">How the channels of a place become one number of the map.</param>
public sealed record DeconvolutionSettings(ChannelReduction Map = ChannelReduction.AbsoluteSum);

/// <summary>Deconvolution: what arrives from above, rectified on its way down.</summary>
/// <remarks>
/// Every rectifier passes back <c>R · 1[R > 0]</c>, R being what arrives from above. The rectifier on the way up does not matter. Source: Zeiler and Fergus 2014.
/// </remarks>
public sealed class Deconvolution : RectifierMethod
{
    private readonly DeconvolutionSettings _settings;

    /// <summary>Prepares explanations of a network.</summary>
    /// <param name="network">The network; it is left as it was and must outlive this object.</param>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    public Deconvolution(Network network, DeconvolutionSettings? settings = null)
        : base(network, keepsMask: false, (settings ??= new DeconvolutionSettings()).Map) =>
        _settings = settings;

    /// <summary>What the method is.</summary>
    public static MethodDescription About { get; } = new(
        "deconvolution",
        "What arrives from above, rectified on its way down.",
        "the gradient, but a rectifier passes back R · 1[R > 0]",
        "Zeiler and Fergus 2014",
        "1 F + 1 B",
        [Axiom.NullPlayer],
        "networks with at least one rectifier (Relu, ReLU6); other nonlinearities keep their derivative");

    /// <inheritdoc/>
    public override MethodDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings);
}
