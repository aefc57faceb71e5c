using Salience.Attribution.Engine;
using Salience.Networks;
using Salience.PostProcessing;

namespace Salience.Attribution;

/// <summary>A gradient for which the rectifiers pass back something else than their derivative times what arrives.</summary>
public abstract class RectifierMethod : AttributionMethod
{
    private readonly bool _keepsMask;
    private readonly ChannelReduction _map;

    private protected RectifierMethod(Network network, bool keepsMask, ChannelReduction map)
        : base(network) =>
        (_keepsMask, _map) = (keepsMask, map);

    /// <inheritdoc/>
    private protected sealed override string? WhyUnsupported() =>
        Network.Nodes.Any(RectifierRule.Applies) ? null : "it has no rectifier (Relu, ReLU6) whose backward rule could be changed; use saliency.";

    /// <inheritdoc/>
    private protected sealed override void Explain(Request request, List<Explanation> explanations)
    {
        using var rule = new RectifierRule(_keepsMask);
        foreach (var pass in GradientPass.Run(Network, Inputs(request.Images), request.Targets, request.Cancellation, rule))
            explanations.Add(new Explanation(InputMap.Reduce(pass.Input, _map), pass.Input, pass.Outputs, pass.Scores, account: null));
        request.Progress?.Report(1);
    }
}
