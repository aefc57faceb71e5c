using Salience.Attribution.Engine;
using Salience.Networks;
using Salience.Networks.Passes;
using Salience.PostProcessing;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>Settings of <see cref="SmoothFullGrad"/>.</summary>
/// <param name="Samples">n, number of noisy copies; at least 1.</param>
/// <param name="Noise">Standard deviation of the noise as a share of each image's range of values; not negative.</param>
/// <param name="Seed">Draws the noise; the same noise for every image, whatever its batch.</param>
/// <param name="Preset">How the averaged terms become a map; <see cref="Presets.Paper"/> where <see langword="null"/>.</param>
/// <param name="FoldBatchNorm">Whether batch normalisation is folded into convolutions first where the preset merges them: faster, same terms.</param>
public sealed record SmoothFullGradSettings(int Samples = 25, double Noise = 0.15, long Seed = 0, Preset? Preset = null, bool FoldBatchNorm = true);

/// <summary>SmoothFullGrad: FullGrad of the terms averaged, with their signs, over noisy copies of the input.</summary>
/// <remarks>
/// Computes <c>S = ψ(T_0) + Σ_k Σ_c ψ((T_k)_c)</c> from the means <c>T_0 = (1/n) Σ_j (x_j ⊙ ∇f(x_j))</c>, <c>T_k = (1/n) Σ_j (∂f/∂y_k ⊙ b_k)(x_j)</c> with
/// <c>x_j = x + e_j</c>, <c>e_j ~ N(0, (noise · (max x − min x))²)</c> for each image, the class being that of the image without noise. The averaged
/// terms add up to the mean output, <c>(1/n) Σ_j f(x_j)</c>, which is the account. Source: idiap/fullgrad-saliency, HEAD, which takes the range over
/// the whole batch, lets every copy choose its own class and sums the input term's channels before their magnitude is taken.
/// </remarks>
public sealed class SmoothFullGrad : AttributionMethod
{
    private readonly SmoothFullGradSettings _settings;
    private readonly Network? _folded;

    /// <summary>Prepares explanations of a network.</summary>
    /// <param name="network">The network; it is left as it was and must outlive this object.</param>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    public SmoothFullGrad(Network network, SmoothFullGradSettings? settings = null)
        : base(network)
    {
        _settings = settings ?? new SmoothFullGradSettings();
        ArgumentOutOfRangeException.ThrowIfLessThan(_settings.Samples, 1, nameof(settings));
        ArgumentOutOfRangeException.ThrowIfNegative(_settings.Noise, nameof(settings));
        _folded = _settings.FoldBatchNorm && Preset.MergeBatchNorm ? BatchNormalizationFolding.Apply(network) : null;
    }

    /// <summary>What the method is.</summary>
    public static MethodDescription About { get; } = new(
        "smooth-fullgrad",
        "FullGrad of the terms averaged, with their signs, over noisy copies of the input.",
        "S = ψ(T_0) + Σ_k Σ_c ψ((T_k)_c), T the means of x⊙∇f and ∂f/∂y_k ⊙ b_k at x + e_j, e_j normal",
        "idiap/fullgrad-saliency, HEAD, with noise and class of each image for itself and the input term's channels kept apart",
        "samples × (1 F + 1 B), and 1 F",
        [Axiom.Linearity, Axiom.ClassSensitivity],
        "every network that depends differentiably on its input; the terms add up to the mean output over the noisy copies");

    /// <inheritdoc/>
    public override MethodDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings with { Preset = Preset });

    private protected override string? WhyUnsupported() => NetworkPlaces.Needed(Preset.Map)
        ? $"averaged terms have no single pass along which preset {Preset.Name} could carry them back; use preset signed." : null;

    private Preset Preset => _settings.Preset ?? Presets.Paper;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _folded?.Dispose();
        base.Dispose(disposing);
    }

    private protected override void Explain(Request request, List<Explanation> explanations)
    {
        if (Network.ComputeType == ScalarType.Float64)
            Explain<double>(request, explanations);
        else
            Explain<float>(request, explanations);
    }

    private void Explain<T>(Request request, List<Explanation> explanations)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var network = _folded ?? Network;
        var inputs = InputsOfCopies(request.Count);
        var originals = Originals.Of(network, request.Images, inputs, request.Targets, Batch, request.Cancellation);
        var noise = new NoiseSettings(_settings.Samples, _settings.Noise, _settings.Seed);
        var copies = new NoisyTerms(network, request.Images, inputs, OtherInputs is not null, request.Targets, originals, noise, Preset, Batch);

        // Terms are held for as many images as one pass takes with all their copies, or for one.
        var group = Math.Max(1, Batch / _settings.Samples);
        var firsts = Enumerable.Range(0, (request.Count + group - 1) / group).Select(i => i * group).ToList();
        var progress = new PassProgress(
            request.Progress, firsts.Sum(f => (long)PerturbedCopies.PassCount(Math.Min(group, request.Count - f), _settings.Samples, Batch)));
        var parts = request.Targets.Select(_ => new List<(Tensor Map, SumAccount Account)>()).ToList();
        foreach (var first in firsts)
        {
            var maps = copies.Run<T>(first, Math.Min(group, request.Count - first), progress.Pass, request.Cancellation);
            for (var t = 0; t < maps.Count; t++)
                parts[t].Add(maps[t]);
        }

        for (var t = 0; t < parts.Count; t++)
        {
            var account = new SumAccount(
                "(1/n) Σ_j f(x + e_j)", [.. parts[t].SelectMany(p => p.Account.Expected)], [.. parts[t].SelectMany(p => p.Account.Sums)]);
            explanations.Add(new Explanation(cat([.. parts[t].Select(p => p.Map)]), null, originals.Outputs, originals.Scores[t], account));
        }
    }
}
