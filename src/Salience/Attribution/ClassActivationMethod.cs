using Salience.Attribution.Engine;
using Salience.Decomposition;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>Settings of the class activation methods.</summary>
/// <param name="Layer">Name of the layer; <see langword="null"/> for the last one with places on the picture that the output depends on.</param>
/// <param name="Positive">Whether the map keeps only what speaks for the target, as the methods define it; the attributions stay signed.</param>
public sealed record ClassActivationSettings(string? Layer = null, bool Positive = true);

/// <summary>A map read from one layer: its features, weighted by what they mean for the target, summed over channels and upsampled.</summary>
/// <remarks>
/// <see cref="Explanation.Values"/> is <c>(N, 1, h, w)</c> at the layer's resolution, signed; <see cref="Explanation.Map"/> its positive part,
/// upsampled bilinearly (pixel centres). Token networks are read on their patch grid, without the class token. One forward pass, and a backward
/// pass that ends at the layer.
/// </remarks>
public abstract class ClassActivationMethod : AttributionMethod
{
    private readonly ClassActivationSettings _settings;
    private readonly FeatureReader _reader;

    private protected ClassActivationMethod(Network network, ClassActivationSettings? settings)
        : base(network)
    {
        _settings = settings ?? new ClassActivationSettings();
        _reader = new FeatureReader(network, _settings.Layer is { } name ? FeatureLayers.Find(network, name) : null);
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings);

    /// <summary>The layer that is read; <see langword="null"/> until the first explanation where it is chosen automatically.</summary>
    public string? Layer => _reader.Layer?.Name;

    /// <summary>The map of one target, <c>(N, 1, h, w)</c>, signed.</summary>
    /// <param name="features">The layer's output, <c>(N, C, h, w)</c>.</param>
    /// <param name="gradient">∂f/∂features.</param>
    private protected abstract Tensor Combine(Tensor features, Tensor gradient);

    /// <inheritdoc/>
    private protected override string? WhyUnsupported() => FeatureLayers.WhyNone(Network);

    /// <inheritdoc/>
    private protected override void Explain(Request request, List<Explanation> explanations)
    {
        var images = FeatureLayers.RequirePictures(request.Images, Description.Name);
        var place = new NetworkModel(Network).Layout(images, new FullGradientSettings(OtherInputs: OtherInputs));
        foreach (var (features, gradient, pass) in _reader.Read(Inputs(images), images, request.Targets, place, request.Cancellation))
        {
            var values = Combine(features, gradient);
            explanations.Add(new Explanation(FeatureLayers.ToMap(values, images, _settings.Positive), values, pass.Outputs, pass.Scores, account: null));
        }

        request.Progress?.Report(1);
    }
}
