using Salience.Attribution.Engine;
using Salience.Networks;
using Salience.PostProcessing;

namespace Salience.Attribution;

/// <summary>Settings of <see cref="GuidedGradCam"/>.</summary>
/// <param name="Layer">Name of Grad-CAM's layer; chosen automatically where <see langword="null"/>.</param>
/// <param name="Map">How the channels of a place become one number of the map.</param>
public sealed record GuidedGradCamSettings(string? Layer = null, ChannelReduction Map = ChannelReduction.AbsoluteSum);

/// <summary>Guided Grad-CAM: guided backpropagation where Grad-CAM looks.</summary>
/// <remarks>Computes <c>A = G ⊙ upsample(max(0, L))</c>, G guided backpropagation and L Grad-CAM. Source: Selvaraju et al. 2017, section 3.3.</remarks>
public sealed class GuidedGradCam : AttributionMethod
{
    private readonly GuidedGradCamSettings _settings;
    private readonly GradCam _gradCam;

    /// <summary>Prepares explanations of a network.</summary>
    /// <param name="network">The network; it is left as it was and must outlive this object.</param>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    public GuidedGradCam(Network network, GuidedGradCamSettings? settings = null)
        : base(network)
    {
        _settings = settings ?? new GuidedGradCamSettings();
        _gradCam = new GradCam(network, new ClassActivationSettings(_settings.Layer));
    }

    /// <summary>What the method is.</summary>
    public static MethodDescription About { get; } = new(
        "guided-grad-cam",
        "Guided backpropagation, masked by Grad-CAM.",
        "A = G ⊙ upsample(max(0, L)), G guided backpropagation, L Grad-CAM",
        "Selvaraju et al. 2017, section 3.3",
        "2 F + 1 B + 1 B down to the layer",
        [],
        "networks with a rectifier and a layer with places on the picture");

    /// <inheritdoc/>
    public override MethodDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _gradCam.Dispose();
        base.Dispose(disposing);
    }

    private protected override string? WhyUnsupported() =>
        Network.Nodes.Any(RectifierRule.Applies) ? _gradCam.Refuses : "it has no rectifier (Relu, ReLU6) whose backward rule could be changed; use grad-cam.";

    private protected override void Explain(Request request, List<Explanation> explanations)
    {
        _gradCam.OtherInputs = OtherInputs;
        var masks = _gradCam.Explain(request.Images, request.Targets, cancellation: request.Cancellation);
        try
        {
            using var rule = new RectifierRule(keepsMask: true);
            var passes = GradientPass.Run(Network, Inputs(request.Images), request.Targets, request.Cancellation, rule);
            foreach (var (pass, mask) in passes.Zip(masks))
            {
                var values = pass.Input * mask.Map;
                explanations.Add(new Explanation(InputMap.Reduce(values, _settings.Map), values, pass.Outputs, pass.Scores, account: null));
            }
        }
        finally
        {
            foreach (var mask in masks)
                mask.Dispose();
        }

        request.Progress?.Report(1);
    }
}
