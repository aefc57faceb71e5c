using Salience.Attribution.Engine;
using Salience.Networks;
using Salience.PostProcessing;

namespace Salience.Attribution;

/// <summary>Settings of <see cref="SmoothGradSquared"/>.</summary>
/// <param name="Samples">n, number of noisy copies; at least 1.</param>
/// <param name="Noise">Standard deviation of the noise as a share of each image's range of values; not negative.</param>
/// <param name="Seed">Draws the noise; the same noise for every image, whatever its batch.</param>
/// <param name="Map">How the channels of a place become one number of the map.</param>
public sealed record SmoothGradSquaredSettings(int Samples = 50, double Noise = 0.15, long Seed = 0, ChannelReduction Map = ChannelReduction.Sum);

/// <summary>SmoothGrad²: the mean squared gradient over noisy copies of the input.</summary>
/// <remarks>
/// Computes <c>A = (1/n) Σ_k g_k²</c>, <c>g_k = ∇f(x + e_k)</c>, <c>e_k ~ N(0, (noise · (max x − min x))²)</c> for each image, the class being that of
/// the image without noise. Source: Hooker et al. 2019, section 4.
/// </remarks>
public sealed class SmoothGradSquared : AttributionMethod
{
    private readonly SmoothGradSquaredSettings _settings;

    /// <summary>Prepares explanations of a network.</summary>
    /// <param name="network">The network; it is left as it was and must outlive this object.</param>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    public SmoothGradSquared(Network network, SmoothGradSquaredSettings? settings = null)
        : base(network)
    {
        _settings = settings ?? new SmoothGradSquaredSettings();
        ArgumentOutOfRangeException.ThrowIfLessThan(_settings.Samples, 1, nameof(settings));
        ArgumentOutOfRangeException.ThrowIfNegative(_settings.Noise, nameof(settings));
    }

    /// <summary>What the method is.</summary>
    public static MethodDescription About { get; } = new(
        "smoothgrad-squared",
        "The mean squared gradient over noisy copies of the input.",
        "A = (1/n) Σ_k g_k², g_k = ∇f(x + e_k), e_k normal",
        "Hooker et al. 2019, section 4",
        "samples × (1 F + 1 B), and 1 F",
        [Axiom.ImplementationInvariance, Axiom.NullPlayer, Axiom.ClassSensitivity],
        "every network that depends differentiably on its input");

    /// <inheritdoc/>
    public override MethodDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings);

    private protected override void Explain(Request request, List<Explanation> explanations)
    {
        var noise = new NoiseSettings(_settings.Samples, _settings.Noise, _settings.Seed, Squares: true);
        var noisy = NoisyGradients.Run(
            Network, request.Images, InputsOfCopies(request.Count), request.Targets, noise, Batch, request.Progress, request.Cancellation);
        for (var t = 0; t < request.Targets.Count; t++)
        {
            var values = noisy.Squares[t].to_type(request.Images.dtype);
            explanations.Add(new Explanation(InputMap.Reduce(values, _settings.Map), values, noisy.Originals.Outputs, noisy.Originals.Scores[t], account: null));
        }
    }
}
