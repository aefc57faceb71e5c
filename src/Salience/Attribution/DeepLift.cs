using Salience.Networks;
using Salience.PostProcessing;

namespace Salience.Attribution;

/// <summary>Settings of <see cref="DeepLift"/>.</summary>
/// <param name="Rule">How nonlinearities share the difference of their output.</param>
/// <param name="Baseline">The reference x₀; zero where <see langword="null"/>. Several references are averaged.</param>
/// <param name="References">How many references of a random baseline are averaged; a baseline that holds references uses all of them.</param>
/// <param name="Operators">Which operators have a rule of their own.</param>
/// <param name="Threshold">Input differences below it have the derivative for a multiplier. captum: 1e-10, shap: 1e-6, the authors: 1e-7.</param>
/// <param name="Seed">Draws random references.</param>
/// <param name="Map">How the channels of a place become one number of the map.</param>
public sealed record DeepLiftSettings(
    DeepLiftRule Rule = DeepLiftRule.Rescale,
    Baseline? Baseline = null,
    int References = 10,
    DeepLiftOperators Operators = DeepLiftOperators.Complete,
    double Threshold = 1e-10,
    long Seed = 0,
    ChannelReduction Map = ChannelReduction.Sum);

/// <summary>DeepLIFT: the difference between the outputs at image and reference, followed back through the network layer by layer.</summary>
/// <remarks>
/// Computes <c>A = m ⊙ (x − x₀)</c>, the multipliers m by the chain rule from those of each operator, which satisfy <c>Σ m·Δx = Δy</c>; so the
/// attributions add up to <c>f(x) − f(x₀)</c>. docs/deeplift.md lists the rule of every operator. Source: Shrikumar, Greenside and Kundaje 2017,
/// sections 3.2 to 3.5.
/// </remarks>
public sealed class DeepLift : ReferenceDifferenceMethod
{
    private readonly DeepLiftSettings _settings;

    /// <summary>Prepares explanations of a network.</summary>
    /// <param name="network">The network; it is left as it was and must outlive this object.</param>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    public DeepLift(Network network, DeepLiftSettings? settings = null)
        : base(network, ChoiceOf(settings ?? new DeepLiftSettings())) =>
        _settings = settings ?? new DeepLiftSettings();

    /// <summary>What the method is.</summary>
    public static MethodDescription About { get; } = new(
        "deeplift",
        "The change of the output against a reference, followed back through the network by multipliers.",
        "A = m ⊙ (x − x₀), with Σ m·Δx = Δy at every operator",
        "Shrikumar, Greenside and Kundaje 2017; with rules for operators that the paper does not have",
        "references × (2 F + 1 B); 1 F more for several references or batches; RevealCancel adds 1 F + 1 B of the layers it splits",
        [Axiom.Completeness, Axiom.Sensitivity, Axiom.NullPlayer, Axiom.ClassSensitivity],
        "every network whose values depend differentiably on the input; not those that choose values by comparing others");

    /// <inheritdoc/>
    public override MethodDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings with { Baseline = _settings.Baseline ?? Baseline.Zero });

    private static Choice ChoiceOf(DeepLiftSettings s) => new(s.Rule, s.Baseline ?? Baseline.Zero, s.References, s.Operators, s.Threshold, s.Seed, s.Map);
}
