using Salience.Attribution.Engine;
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
public sealed class Deconvolution(Network network, DeconvolutionSettings? settings = null) : AttributionMethod(network)
{
    private readonly DeconvolutionSettings _settings = settings ?? new DeconvolutionSettings();

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

    private protected override string? WhyUnsupported() =>
        Network.Nodes.Any(RectifierRule.Applies) ? null : "it has no rectifier (Relu, ReLU6) whose backward rule could be changed; use saliency.";

    private protected override void Explain(Request request, List<Explanation> explanations)
    {
        using var rule = new RectifierRule(keepsMask: false);
        foreach (var pass in GradientPass.Run(Network, Inputs(request.Images), request.Targets, request.Cancellation, rule))
            explanations.Add(new Explanation(InputMap.Reduce(pass.Input, _settings.Map), pass.Input, pass.Outputs, pass.Scores, account: null));
        request.Progress?.Report(1);
    }
}
