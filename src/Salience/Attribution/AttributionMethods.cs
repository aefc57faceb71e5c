using Salience.Attribution.Relevance;
using Salience.Networks;

namespace Salience.Attribution;

/// <summary>Every method by name.</summary>
public static class AttributionMethods
{
    /// <summary>All methods, the project's own first.</summary>
    public static IReadOnlyList<AttributionMethodEntry> All { get; } =
    [
        AttributionMethodEntry.Of<FullGradSettings>(FullGrad.About, (network, settings) => new FullGrad(network, settings)),
        AttributionMethodEntry.Of<SimpleFullGradSettings>(SimpleFullGrad.About, (network, settings) => new SimpleFullGrad(network, settings)),
        AttributionMethodEntry.Of<SmoothFullGradSettings>(SmoothFullGrad.About, (network, settings) => new SmoothFullGrad(network, settings)),
        AttributionMethodEntry.Of<SaliencySettings>(Saliency.About, (network, settings) => new Saliency(network, settings)),
        AttributionMethodEntry.Of<InputXGradientSettings>(InputXGradient.About, (network, settings) => new InputXGradient(network, settings)),
        AttributionMethodEntry.Of<SmoothGradSettings>(SmoothGrad.About, (network, settings) => new SmoothGrad(network, settings)),
        AttributionMethodEntry.Of<SmoothGradSquaredSettings>(SmoothGradSquared.About, (network, settings) => new SmoothGradSquared(network, settings)),
        AttributionMethodEntry.Of<VarGradSettings>(VarGrad.About, (network, settings) => new VarGrad(network, settings)),
        AttributionMethodEntry.Of<IntegratedGradientsSettings>(IntegratedGradients.About, (network, settings) => new IntegratedGradients(network, settings)),
        AttributionMethodEntry.Of<ExpectedGradientsSettings>(ExpectedGradients.About, (network, settings) => new ExpectedGradients(network, settings)),
        AttributionMethodEntry.Of<DeepLiftSettings>(DeepLift.About, (network, settings) => new DeepLift(network, settings)),
        AttributionMethodEntry.Of<DeepShapSettings>(DeepShap.About, (network, settings) => new DeepShap(network, settings)),
        AttributionMethodEntry.Of<GuidedBackpropagationSettings>(GuidedBackpropagation.About, (network, settings) => new GuidedBackpropagation(network, settings)),
        AttributionMethodEntry.Of<DeconvolutionSettings>(Deconvolution.About, (network, settings) => new Deconvolution(network, settings)),
        AttributionMethodEntry.Of<ClassActivationSettings>(GradCam.About, (network, settings) => new GradCam(network, settings)),
        AttributionMethodEntry.Of<ClassActivationSettings>(GradCamPlusPlus.About, (network, settings) => new GradCamPlusPlus(network, settings)),
        AttributionMethodEntry.Of<ClassActivationSettings>(HiResCam.About, (network, settings) => new HiResCam(network, settings)),
        AttributionMethodEntry.Of<ClassActivationSettings>(LayerCam.About, (network, settings) => new LayerCam(network, settings)),
        AttributionMethodEntry.Of<ScoreCamSettings>(ScoreCam.About, (network, settings) => new ScoreCam(network, settings)),
        AttributionMethodEntry.Of<GuidedGradCamSettings>(GuidedGradCam.About, (network, settings) => new GuidedGradCam(network, settings)),
        AttributionMethodEntry.Of<LrpSettings>(Lrp.About, (network, settings) => new Lrp(network, settings)),
        AttributionMethodEntry.Of<AttentionRolloutSettings>(AttentionRollout.About, (network, settings) => new AttentionRollout(network, settings)),
        AttributionMethodEntry.Of<GradientAttentionSettings>(GradientAttention.About, (network, settings) => new GradientAttention(network, settings)),
        AttributionMethodEntry.Of<OcclusionSettings>(Occlusion.About, (network, settings) => new Occlusion(network, settings)),
        AttributionMethodEntry.Of<RiseSettings>(Rise.About, (network, settings) => new Rise(network, settings)),
        AttributionMethodEntry.Of<RandomMapSettings>(RandomMap.About, (network, settings) => new RandomMap(network, settings)),
        AttributionMethodEntry.Of<SobelSettings>(Sobel.About, (network, settings) => new Sobel(network, settings)),
        AttributionMethodEntry.Of<CentrePriorSettings>(CentrePrior.About, (network, settings) => new CentrePrior(network, settings)),
        AttributionMethodEntry.Of<BlurMatchedSettings>(BlurMatched.About, (network, settings) => new BlurMatched(network, settings)),
    ];

    /// <summary>The method of that name, or <see langword="null"/>.</summary>
    /// <param name="name">A name such as <c>integrated-gradients</c>, in any case of letters.</param>
    public static AttributionMethodEntry? Find(string name) => All.FirstOrDefault(m => m.Description.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Makes a method for a network.</summary>
    /// <param name="text">A name, or a name with settings: <c>integrated-gradients:steps=64,rule=midpoint</c>.</param>
    /// <param name="network">The network; it must outlive the method.</param>
    /// <param name="batch">Most images in one pass through the network.</param>
    /// <returns>The method, disposed by the caller.</returns>
    /// <exception cref="ArgumentException">There is no such method, setting or value; the message says what is possible.</exception>
    public static AttributionMethod Create(string text, Network network, int batch = AttributionMethod.DefaultBatch)
    {
        var (entry, settings) = Parse(text);
        var method = entry.Create(network, settings);
        method.Batch = batch;
        return method;
    }

    /// <summary>Reads a name, or a name with settings, and checks both; what the settings mean for a network shows when the method is made.</summary>
    /// <param name="text">What was written.</param>
    /// <exception cref="ArgumentException">There is no such method, setting or value; the message says what is possible.</exception>
    internal static (AttributionMethodEntry Entry, IReadOnlyDictionary<string, string> Settings) Parse(string text)
    {
        var (name, settings) = MethodText.Parse(text);
        var entry = Find(name) ?? throw new ArgumentException($"There is no method '{name}'; {SettingsText.Hint(name, All.Select(m => m.Description.Name))}methods: {string.Join(", ", All.Select(m => m.Description.Name))}.", nameof(text));
        entry.Check(settings);
        return (entry, settings);
    }
}
