using Salience.Attribution.Engine;
using Salience.Decomposition;
using Salience.Networks;
using Salience.PostProcessing;

namespace Salience.Attribution;

/// <summary>Settings of <see cref="InputXGradient"/>.</summary>
/// <param name="Map">How the channels of a place become one number of the map.</param>
public sealed record InputXGradientSettings(ChannelReduction Map = ChannelReduction.Sum);

/// <summary>Input × gradient: the input term of the full-gradient decomposition.</summary>
/// <remarks>
/// Computes <c>x ⊙ ∂f/∂x</c>. In a network of homogeneous operators without biases it adds up to f(x); in others what is missing is the sum of
/// the bias terms. Equals LRP-z (ε-LRP as ε goes to 0) with biases as inputs. Source: Shrikumar et al. 2016.
/// </remarks>
public sealed class InputXGradient(Network network, InputXGradientSettings? settings = null) : AttributionMethod(network)
{
    private readonly InputXGradientSettings _settings = settings ?? new InputXGradientSettings();

    /// <summary>What the method is.</summary>
    public static MethodDescription About { get; } = new(
        "input-x-gradient",
        "What each input value contributes to the network's linearisation.",
        "A = x ⊙ ∂f/∂x",
        "Shrikumar et al. 2016",
        "1 F + 1 B",
        [Axiom.ImplementationInvariance, Axiom.NullPlayer, Axiom.Linearity, Axiom.WeakDependence, Axiom.ClassSensitivity],
        "every network that depends differentiably on its input; complete where it has no bias");

    /// <inheritdoc/>
    public override MethodDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings);

    private protected override void Explain(Request request, List<Explanation> explanations)
    {
        foreach (var pass in GradientPass.Run(Network, Inputs(request.Images), request.Targets, request.Cancellation))
        {
            var values = request.Images * pass.Input;
            var account = new SumAccount("f(x)", PerImage.Values(pass.Scores.Scores), PerImage.Sum(values, request.Count));
            explanations.Add(new Explanation(InputMap.Reduce(values, _settings.Map), values, pass.Outputs, pass.Scores, account));
        }

        request.Progress?.Report(1);
    }
}
