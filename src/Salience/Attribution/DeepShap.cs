using Salience.Networks;
using Salience.PostProcessing;

namespace Salience.Attribution;

/// <summary>Settings of <see cref="DeepShap"/>.</summary>
/// <param name="References">How many references of a random baseline are averaged; a baseline that holds references uses all of them.</param>
/// <param name="Baseline">Where references come from; normal noise of deviation 0.1 where <see langword="null"/>. Images of the training set are the method's own choice.</param>
/// <param name="Rule">How nonlinearities share the difference of their output.</param>
/// <param name="Operators">Which operators have a rule of their own.</param>
/// <param name="Threshold">Input differences below it have the derivative for a multiplier. captum: 1e-10, shap: 1e-6.</param>
/// <param name="Seed">Draws random references.</param>
/// <param name="Map">How the channels of a place become one number of the map.</param>
public sealed record DeepShapSettings(
    int References = 20,
    Baseline? Baseline = null,
    DeepLiftRule Rule = DeepLiftRule.Rescale,
    DeepLiftOperators Operators = DeepLiftOperators.Complete,
    double Threshold = 1e-10,
    long Seed = 0,
    ChannelReduction Map = ChannelReduction.Sum);

/// <summary>DeepSHAP: DeepLIFT averaged over many references, an estimate of Shapley values with the references for absent features.</summary>
/// <remarks>
/// Computes <c>A = (1/R) Σ_k m_k ⊙ (x − x_k)</c>, which adds up to <c>f(x) − mean f(x_k)</c>. With one reference it is <see cref="DeepLift"/>.
/// Source: Lundberg and Lee 2017, section 4.2; the average over references as in the code of shap and captum.
/// </remarks>
public sealed class DeepShap : ReferenceDifferenceMethod
{
    private const double DefaultDeviation = 0.1;

    private readonly DeepShapSettings _settings;

    /// <summary>Prepares explanations of a network.</summary>
    /// <param name="network">The network; it is left as it was and must outlive this object.</param>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    public DeepShap(Network network, DeepShapSettings? settings = null)
        : base(network, ChoiceOf(settings ?? new DeepShapSettings())) =>
        _settings = settings ?? new DeepShapSettings();

    /// <summary>What the method is.</summary>
    public static MethodDescription About { get; } = new(
        "deepshap",
        "DeepLIFT averaged over many references.",
        "A = (1/R) Σ_k m_k ⊙ (x − x_k)",
        "Lundberg and Lee 2017, section 4.2",
        "references × (2 F + 1 B), and 1 F",
        [Axiom.Completeness, Axiom.NullPlayer, Axiom.ClassSensitivity],
        "as deeplift");

    /// <inheritdoc/>
    public override MethodDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings with { Baseline = References(_settings) });

    private static Baseline References(DeepShapSettings s) => s.Baseline ?? Baseline.Normal(DefaultDeviation);

    private static Choice ChoiceOf(DeepShapSettings s) => new(s.Rule, References(s), s.References, s.Operators, s.Threshold, s.Seed, s.Map);
}
