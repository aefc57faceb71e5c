using Salience.Attribution.Engine;
using Salience.Decomposition;
using Salience.Networks;
using Salience.PostProcessing;
using TorchSharp;
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
    private Node? _layer;

    private protected ClassActivationMethod(Network network, ClassActivationSettings? settings)
        : base(network)
    {
        _settings = settings ?? new ClassActivationSettings();
        if (_settings.Layer is { } name)
            _layer = FeatureLayers.Find(network, name);
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings);

    /// <summary>The layer that is read; <see langword="null"/> until the first explanation where it is chosen automatically.</summary>
    public string? Layer => _layer?.Name;

    /// <summary>The map of one target, <c>(N, 1, h, w)</c>, signed.</summary>
    /// <param name="features">The layer's output, <c>(N, C, h, w)</c>.</param>
    /// <param name="gradient">∂f/∂features.</param>
    private protected abstract Tensor Combine(Tensor features, Tensor gradient);

    /// <inheritdoc/>
    private protected override string? WhyUnsupported() =>
        FeatureLayers.Candidates(Network).Any() ? null : "none of its layers has a place on the picture.";

    /// <inheritdoc/>
    private protected override void Explain(Request request, List<Explanation> explanations)
    {
        if (request.Images.dim() != 4)
            throw new ArgumentException($"{Description.Name} needs pictures (N, C, H, W), not ({string.Join(", ", request.Images.shape)}).");
        var place = new NetworkModel(Network).Layout(request.Images, new FullGradientSettings(OtherInputs: OtherInputs));
        foreach (var (features, gradient, pass) in Read(request, place))
        {
            var values = Combine(features, gradient);
            explanations.Add(new Explanation(ToMap(values, request.Images), values, pass.Outputs, pass.Scores, account: null));
        }

        request.Progress?.Report(1);
    }

    /// <summary>The map of the picture's size.</summary>
    private protected Tensor ToMap(Tensor values, Tensor images)
    {
        using var scope = NewDisposeScope();
        var shown = _settings.Positive ? values.clamp_min(0) : values;
        return UpsamplingStage.Bilinear(shown, images.shape[2], images.shape[3], alignCorners: false).MoveToOuterDisposeScope();
    }

    private List<(Tensor Features, Tensor Gradient, LayerPass.Result Pass)> Read(Request request, Func<string, Tensor, Placement> place)
    {
        if (_layer is { } known)
        {
            return Try(known, request, place, acceptZero: true)
                ?? throw new ArgumentException($"Layer '{known.Name}' has no features with a place on the picture that the output depends on; choose another.");
        }

        foreach (var candidate in FeatureLayers.Candidates(Network))
        {
            if (Try(candidate, request, place, acceptZero: false) is not { } read)
                continue;
            _layer = candidate;
            return read;
        }

        throw new NotSupportedException($"{Description.Name} does not apply to this network: no layer with places on the picture has a gradient; name one with layer=NAME.");
    }

    /// <summary>The layer on the picture under every target. A layer none of whose places matters (behind a class token) is no choice.</summary>
    private List<(Tensor, Tensor, LayerPass.Result)>? Try(Node layer, Request request, Func<string, Tensor, Placement> place, bool acceptZero)
    {
        if (LayerPass.Run(Network, Inputs(request.Images), layer, request.Targets, request.Cancellation) is not { } passes)
            return null;
        var read = new List<(Tensor, Tensor, LayerPass.Result)>();
        foreach (var pass in passes)
        {
            var placement = place(layer.Outputs[0], pass.Gradient);
            if (FeatureLayers.OnPicture(pass.Value, placement, request.Count) is not { } features
                || FeatureLayers.OnPicture(pass.Gradient, placement, request.Count) is not { } gradient)
            {
                return null;
            }

            if (!acceptZero && !gradient.any().ToBoolean())
                return null;
            read.Add((features, gradient, pass));
        }

        return read;
    }
}
