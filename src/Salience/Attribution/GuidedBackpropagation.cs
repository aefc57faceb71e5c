using Salience.Networks;
using Salience.PostProcessing;

namespace Salience.Attribution;

/// <summary>Settings of <see cref="GuidedBackpropagation"/>.</summary>
/// <param name="Map">How the channels of a place become one number of the map.</param>
public sealed record GuidedBackpropagationSettings(ChannelReduction Map = ChannelReduction.AbsoluteSum);

/// <summary>Guided backpropagation: the gradient of those paths on which every rectifier is active and every gradient positive.</summary>
/// <remarks>
/// Every rectifier passes back <c>R · 1[z > 0] · 1[R > 0]</c>, R being what arrives from above. Nearly independent of the class (Adebayo et al. 2018): a negative control, not an explanation. Source: Springenberg et al. 2015.
/// </remarks>
public sealed class GuidedBackpropagation : RectifierMethod
{
    private readonly GuidedBackpropagationSettings _settings;

    /// <summary>Prepares explanations of a network.</summary>
    /// <param name="network">The network; it is left as it was and must outlive this object.</param>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    public GuidedBackpropagation(Network network, GuidedBackpropagationSettings? settings = null)
        : base(network, keepsMask: true, (settings ??= new GuidedBackpropagationSettings()).Map) =>
        _settings = settings;

    /// <summary>What the method is.</summary>
    public static MethodDescription About { get; } = new(
        "guided-backprop",
        "The gradient of those paths on which every rectifier is active and every gradient positive.",
        "the gradient, but a rectifier passes back R · 1[z > 0] · 1[R > 0]",
        "Springenberg et al. 2015",
        "1 F + 1 B",
        [Axiom.NullPlayer],
        "networks with at least one rectifier (Relu, ReLU6); other nonlinearities keep their derivative");

    /// <inheritdoc/>
    public override MethodDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings);
}
