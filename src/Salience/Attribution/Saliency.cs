using Salience.Attribution.Engine;
using Salience.Networks;
using Salience.PostProcessing;

namespace Salience.Attribution;

/// <summary>Settings of <see cref="Saliency"/>.</summary>
/// <param name="Signed">Whether the gradient keeps its sign; otherwise its magnitude is the attribution.</param>
/// <param name="Map">How the channels of a place become one number of the map.</param>
public sealed record SaliencySettings(bool Signed = false, ChannelReduction Map = ChannelReduction.MaxAbsolute);

/// <summary>Saliency: the gradient of the output with respect to the input.</summary>
/// <remarks>Computes <c>|∂f/∂x|</c>. Source: Simonyan, Vedaldi and Zisserman 2014, section 3: magnitude, largest channel.</remarks>
public sealed class Saliency(Network network, SaliencySettings? settings = null) : AttributionMethod(network)
{
    private readonly SaliencySettings _settings = settings ?? new SaliencySettings();

    /// <summary>What the method is.</summary>
    public static MethodDescription About { get; } = new(
        "saliency",
        "How fast the output changes with each input value.",
        "A = |∂f/∂x|",
        "Simonyan, Vedaldi and Zisserman 2014, section 3",
        "1 F + 1 B",
        [Axiom.ImplementationInvariance, Axiom.NullPlayer, Axiom.WeakDependence, Axiom.ClassSensitivity],
        "every network that depends differentiably on its input");

    /// <inheritdoc/>
    public override MethodDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings);

    private protected override void Explain(Request request, List<Explanation> explanations)
    {
        foreach (var pass in GradientPass.Run(Network, Inputs(request.Images), request.Targets, request.Cancellation))
        {
            var values = _settings.Signed ? pass.Input : pass.Input.abs();
            explanations.Add(new Explanation(InputMap.Reduce(values, _settings.Map), values, pass.Outputs, pass.Scores, account: null));
        }

        request.Progress?.Report(1);
    }
}
