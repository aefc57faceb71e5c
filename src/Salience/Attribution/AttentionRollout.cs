using Salience.Attribution.Engine;
using Salience.Decomposition;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>Settings of <see cref="AttentionRollout"/>.</summary>
/// <param name="Readout">From which token's point of view attention is read.</param>
public sealed record AttentionRolloutSettings(AttentionReadout Readout = AttentionReadout.Automatic);

/// <summary>Attention rollout: how much of each patch is in the class token, if attention and residual sums were all that mixes tokens.</summary>
/// <remarks>
/// Computes <c>R = Â_L ⋯ Â_1</c>, <c>Â = (E_h[A] + I)/2</c>, A the attention weights of a layer and E_h the mean over its heads; the map is the class
/// token's row, or the mean of all rows. Rows of R sum to 1. It does not know the class that is explained. <see cref="Explanation.Values"/> is
/// <c>(N, 1, h, w)</c> on the patch grid. Source: Abnar and Zuidema 2020, equations 1 and 2.
/// </remarks>
public sealed class AttentionRollout : AttributionMethod
{
    private readonly AttentionRolloutSettings _settings;
    private readonly AttentionRun _attention;

    /// <summary>Prepares explanations of a network.</summary>
    /// <param name="network">The network; it is left as it was and must outlive this object.</param>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    public AttentionRollout(Network network, AttentionRolloutSettings? settings = null)
        : base(network) =>
        (_settings, _attention) = (settings ?? new AttentionRolloutSettings(), new AttentionRun(network));

    /// <summary>What the method is.</summary>
    public static MethodDescription About { get; } = new(
        "attention-rollout",
        "How much of each patch reaches the class token through attention and residual sums.",
        "R = Â_L ⋯ Â_1, Â = (E_h[A] + I)/2, A the attention weights of a layer; map = the class token's row of R (the mean row without one), upsampled",
        "Abnar and Zuidema 2020, equations 1 and 2",
        "1 F",
        [],
        "transformers in which every attention sees all tokens (Softmax and MatMul, or Attention); not windows (Swin); the same map for every target");

    /// <inheritdoc/>
    public override MethodDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings);

    private protected override string? WhyUnsupported() => _attention.WhyUnsupported();

    private protected override void Explain(Request request, List<Explanation> explanations)
    {
        var images = FeatureLayers.RequirePictures(request.Images, Description.Name);
        using var recorder = new AttentionRecorder(_attention.Sites);
        var outputs = Forward.Outputs(Network, Inputs(images), request.Cancellation, recorder);
        var place = _attention.Place(images, OtherInputs);
        var values = _attention.Grid(recorder, place, Description.Name).Read(Product(recorder, request.Count, place), _settings.Readout);
        foreach (var target in request.Targets)
        {
            var scores = TargetGradient.Of(target, outputs).Scores;
            explanations.Add(new Explanation(FeatureLayers.ToMap(values, images, positive: false), values.alias(), outputs, scores, account: null));
        }

        request.Progress?.Report(1);
    }

    private Tensor Product(AttentionRecorder recorder, int images, Func<string, Tensor, Placement> place)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Tensor? product = null;
        foreach (var site in _attention.Sites)
        {
            var mean = AttentionRun.ByHead(site, recorder.Weights(site), images, place).mean([1]);
            var layer = (mean + eye(mean.shape[^1], dtype: mean.dtype)) / 2;
            product = product is null ? layer : layer.bmm(product);
        }

        return product!.MoveToOuterDisposeScope();
    }
}
