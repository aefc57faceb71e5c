using Salience.Attribution.Engine;
using Salience.Decomposition;
using Salience.Networks;
using Salience.PostProcessing;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>Settings of <see cref="ExpectedGradients"/>.</summary>
/// <param name="Samples">Random points on random paths; at least 1.</param>
/// <param name="Baseline">Where references come from; standard normal noise of deviation 0.1 where <see langword="null"/>.</param>
/// <param name="Seed">Draws references and positions; the same for every image, whatever its batch.</param>
/// <param name="Map">How the channels of a place become one number of the map.</param>
public sealed record ExpectedGradientsSettings(int Samples = 100, Baseline? Baseline = null, long Seed = 0, ChannelReduction Map = ChannelReduction.Sum);

/// <summary>Expected gradients (GradientSHAP): integrated gradients averaged over references, both integrals by sampling.</summary>
/// <remarks>
/// Computes <c>A = (1/n) Σ_k (x − x_k) ⊙ ∇f(x_k + α_k (x − x_k))</c>, references x_k drawn in turn from the baseline and <c>α_k ~ U(0, 1)</c>
/// stratified over samples. Adds up to <c>f(x) − mean f(x_k)</c> as samples grow. Source: Erion et al. 2021, equation 2; Lundberg and Lee 2017.
/// </remarks>
public sealed class ExpectedGradients : AttributionMethod
{
    private const double DefaultDeviation = 0.1;

    private readonly ExpectedGradientsSettings _settings;
    private readonly Baseline _baseline;

    /// <summary>Prepares explanations of a network.</summary>
    /// <param name="network">The network; it is left as it was and must outlive this object.</param>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    public ExpectedGradients(Network network, ExpectedGradientsSettings? settings = null)
        : base(network)
    {
        _settings = settings ?? new ExpectedGradientsSettings();
        ArgumentOutOfRangeException.ThrowIfLessThan(_settings.Samples, 1, nameof(settings));
        _baseline = _settings.Baseline ?? Baseline.Normal(DefaultDeviation);
    }

    /// <summary>What the method is.</summary>
    public static MethodDescription About { get; } = new(
        "expected-gradients",
        "Integrated gradients averaged over references, by sampling; also called GradientSHAP.",
        "A = (1/n) Σ_k (x − x_k) ⊙ ∇f(x_k + α_k(x − x_k))",
        "Erion et al. 2021, equation 2; Lundberg and Lee 2017",
        "samples × (1 F + 1 B), 1 F, and 1 F for each reference",
        [Axiom.Completeness, Axiom.ImplementationInvariance, Axiom.NullPlayer, Axiom.Linearity, Axiom.ClassSensitivity],
        "every network that depends differentiably on its input; completeness in expectation");

    /// <inheritdoc/>
    public override MethodDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings with { Baseline = _baseline });

    private protected override void Explain(Request request, List<Explanation> explanations)
    {
        var (inputs, images, n) = (InputsOfCopies(request.Count), request.Images, _settings.Samples);
        var originals = Originals.Of(Network, images, inputs, request.Targets, Batch, request.Cancellation);
        var values = request.Targets.Select(_ => zeros_like(images)).ToList();
        var expected = originals.Scores.Select(s => PerImage.Values(s.Scores)).ToList();
        var passes = new PassProgress(request.Progress, 2L * PerturbedCopies.PassCount(request.Count, n, Batch));
        var order = Order(n);
        Tensor References(PerturbedCopies rows) => cat([.. rows.Images.Select((image, r) => _baseline.Make(images.narrow(0, image, 1), Reference(rows.Copies[r]), _settings.Seed))]);
        // A stratified position for each sample: (k' + u)/n, k' a random order of the samples.
        Tensor Positions(PerturbedCopies rows) =>
            tensor(rows.Copies.Select(k => (order[k] + SharedNoise.Number(_settings.Seed, k)) / n).ToArray(), dtype: images.dtype).view([-1, .. Enumerable.Repeat(1L, (int)images.dim() - 1)]);
        Tensor references = null!;
        new CopyGradients(Network, inputs, Batch, request.Cancellation).Run(
            request.Count,
            n,
            rows =>
            {
                references = References(rows);
                return references.lerp(rows.Broadcast(images), Positions(rows));
            },
            request.Targets,
            originals.Scores,
            part => part.Rows.AddTo(values[part.Target], part.Gradient * (part.Rows.Broadcast(images) - references) / n),
            passes.Pass);
        foreach (var rows in PerturbedCopies.Cut(request.Count, n, Batch))
        {
            using var scope = NewDisposeScope();
            var outputs = Forward.Outputs(Network, inputs(References(rows), rows), request.Cancellation);
            for (var t = 0; t < expected.Count; t++)
            {
                var scores = PerImage.Values(TargetGradient.Of(rows.TargetFor(request.Targets[t], originals.Scores[t]), outputs).Scores.Scores);
                for (var r = 0; r < scores.Length; r++)
                    expected[t][rows.Images[r]] -= scores[r] / n;
            }

            passes.Pass();
        }

        for (var t = 0; t < values.Count; t++)
        {
            var account = new SumAccount("f(x) − mean f(x_k)", expected[t], PerImage.Sum(values[t], request.Count));
            explanations.Add(new Explanation(InputMap.Reduce(values[t], _settings.Map), values[t], originals.Outputs, originals.Scores[t], account));
        }
    }

    private int Reference(int sample) => _baseline.Count is { } count ? sample % count : sample;

    /// <summary>A random order of the samples.</summary>
    private int[] Order(int samples) => [.. Enumerable.Range(0, samples).OrderBy(k => SharedNoise.Number(_settings.Seed + 1, k))];
}
