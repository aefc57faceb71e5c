using Salience.Attribution.Engine;
using Salience.Decomposition;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>Settings of <see cref="GradientAttention"/>.</summary>
/// <param name="Readout">From which token's point of view attention is read.</param>
public sealed record GradientAttentionSettings(AttentionReadout Readout = AttentionReadout.Automatic);

/// <summary>Gradient-weighted attention: rollout of the attention that speaks for the target.</summary>
/// <remarks>
/// Computes <c>R ← R + Ā·R</c> from <c>R = I</c> on, layer by layer, with <c>Ā = E_h[(∂f/∂A ⊙ A)⁺]</c>, A the attention weights of a layer and E_h the mean
/// over its heads; the map is the class token's row of <c>R − I</c>, or the mean of all rows. <see cref="Explanation.Values"/> is <c>(N, 1, h, w)</c>
/// on the patch grid. Source: Chefer, Gur and Wolf 2021 (generic attention-model explainability), equations 5 and 6.
/// </remarks>
public sealed class GradientAttention : AttributionMethod
{
    private readonly GradientAttentionSettings _settings;
    private readonly AttentionRun _attention;

    /// <summary>Prepares explanations of a network.</summary>
    /// <param name="network">The network; it is left as it was and must outlive this object.</param>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    public GradientAttention(Network network, GradientAttentionSettings? settings = null)
        : base(network) =>
        (_settings, _attention) = (settings ?? new GradientAttentionSettings(), new AttentionRun(network));

    /// <summary>What the method is.</summary>
    public static MethodDescription About { get; } = new(
        "gradient-attention",
        "Rollout of the attention that speaks for the target.",
        "R ← R + Ā·R from R = I on, Ā = E_h[(∂f/∂A ⊙ A)⁺]; map = the class token's row of R − I (the mean row without one), upsampled",
        "Chefer, Gur and Wolf 2021 (generic attention-model explainability), equations 5 and 6",
        "1 F + 1 B",
        [Axiom.ClassSensitivity],
        "transformers in which every attention sees all tokens (Softmax and MatMul, or Attention); not windows (Swin)");

    /// <inheritdoc/>
    public override MethodDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings);

    private protected override string? WhyUnsupported() => _attention.WhyUnsupported();

    private protected override void Explain(Request request, List<Explanation> explanations)
    {
        var images = FeatureLayers.RequirePictures(request.Images, Description.Name);
        using var recorder = new AttentionRecorder(_attention.Sites);
        using var tape = GradientTape.Plain(Network, Inputs(images), request.Cancellation, recorder);
        var place = _attention.Place(images, OtherInputs);
        var grid = _attention.Grid(recorder, place, Description.Name);
        var weights = _attention.Sites.Select(recorder.Weights).ToList();
        for (var t = 0; t < request.Targets.Count; t++)
        {
            request.Cancellation.ThrowIfCancellationRequested();
            var (scores, seed, _) = TargetGradient.Of(request.Targets[t], tape.Output);
            var gradients = Gradients(tape.Output, seed, weights, last: t == request.Targets.Count - 1);
            var values = grid.Read(Accumulate(recorder, gradients, request.Count, place), _settings.Readout);
            explanations.Add(new Explanation(FeatureLayers.ToMap(values, images, positive: false), values, tape.Output.detach(), scores, account: null));
            request.Progress?.Report((t + 1.0) / request.Targets.Count);
        }
    }

    private static IList<Tensor> Gradients(Tensor output, Tensor seed, List<Tensor> weights, bool last)
    {
        using var recording = enable_grad();
        // Empty sums make the dependence on every layer certain: TorchSharp 0.107 lets libtorch's error on a missing one end the process.
        var scalar = weights.Aggregate((output * seed).sum(), (sum, w) => sum + w.reshape(-1).narrow(0, 0, 0).sum());
        return autograd.grad([scalar], [.. weights], retain_graph: !last);
    }

    private Tensor Accumulate(AttentionRecorder recorder, IList<Tensor> gradients, int images, Func<string, Tensor, Placement> place)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Tensor? relevance = null;
        Tensor? identity = null;
        foreach (var (site, gradient) in _attention.Sites.Zip(gradients))
        {
            var positive = (recorder.Weights(site) * gradient).clamp_min(0);
            var layer = AttentionRun.ByHead(site, positive, images, place).mean([1]);
            identity ??= eye(layer.shape[^1], dtype: layer.dtype).expand_as(layer);
            relevance = (relevance ?? identity) + layer.bmm(relevance ?? identity);
        }

        return (relevance! - identity!).MoveToOuterDisposeScope();
    }
}
