using Salience.Attribution.Engine;
using Salience.Networks;
using Salience.PostProcessing;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>Settings of <see cref="VarGrad"/>.</summary>
/// <param name="Samples">n, number of noisy copies; at least 1.</param>
/// <param name="Noise">Standard deviation of the noise as a share of each image's range of values; not negative.</param>
/// <param name="Seed">Draws the noise; the same noise for every image, whatever its batch.</param>
/// <param name="Map">How the channels of a place become one number of the map.</param>
public sealed record VarGradSettings(int Samples = 50, double Noise = 0.15, long Seed = 0, ChannelReduction Map = ChannelReduction.Sum);

/// <summary>VarGrad: the variance of the gradient over noisy copies of the input.</summary>
/// <remarks>
/// Computes <c>A = (1/n) Σ_k (g_k − ḡ)²</c>, <c>g_k</c> as in <see cref="NoisyGradientMethod"/>. The variance is that of the sample, divided by n. Source: Adebayo et al. 2018.
/// </remarks>
public sealed class VarGrad : NoisyGradientMethod
{
    private readonly VarGradSettings _settings;

    /// <summary>Prepares explanations of a network.</summary>
    /// <param name="network">The network; it is left as it was and must outlive this object.</param>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    public VarGrad(Network network, VarGradSettings? settings = null)
        : base(network, new NoiseSettings((settings ??= new VarGradSettings()).Samples, settings.Noise, settings.Seed, Squares: true), settings.Map) =>
        _settings = settings;

    /// <summary>What the method is.</summary>
    public static MethodDescription About { get; } = new(
        "vargrad",
        "The variance of the gradient over noisy copies of the input.",
        "A = (1/n) Σ_k (g_k − ḡ)², g_k = ∇f(x + e_k), e_k normal",
        "Adebayo et al. 2018 (local explanation methods)",
        "samples × (1 F + 1 B), and 1 F",
        [Axiom.ImplementationInvariance, Axiom.NullPlayer, Axiom.ClassSensitivity],
        "every network that depends differentiably on its input");

    /// <inheritdoc/>
    public override MethodDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings);

    private protected override Tensor Combine(Tensor mean, Tensor? square) => (square! - mean.square()).clamp_min(0);
}
