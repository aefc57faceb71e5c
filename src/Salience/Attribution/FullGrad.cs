using Salience.Attribution.Engine;
using Salience.Decomposition;
using Salience.Modules;
using Salience.Networks;
using Salience.Networks.Passes;
using Salience.PostProcessing;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>FullGrad: the saliency map made of the input term and every bias term of the full-gradient decomposition.</summary>
/// <remarks>
/// Computes <c>S = ψ(x⊙∇f) + Σ_k Σ_c ψ((∂f/∂y_k ⊙ b_k)_c)</c>, ψ as the <see cref="FullGradSettings.Preset"/> says, over all terms with
/// a place on the picture. One forward pass, one backward pass to the activations, one streaming pass over each term. Source: Srinivas and
/// Fleuret 2019, section 4; extended by implicit biases, so that networks of any nonlinearity are complete.
/// </remarks>
public sealed class FullGrad : AttributionMethod
{
    private readonly ExplainedModel _model;
    private readonly Network? _folded;
    private readonly Network? _network;
    private readonly FullGradSettings _settings;
    private readonly TermFilter _filter;

    /// <summary>Prepares explanations of a network.</summary>
    /// <param name="network">The network; it is left as it was and must outlive this object.</param>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    public FullGrad(Network network, FullGradSettings? settings = null)
        : base(network)
    {
        _settings = (settings ?? new FullGradSettings()).InFull();
        Composition.Check();
        _filter = TermFilter.Of(_settings.Terms, Layers, network, Preset.MergeBatchNorm);
        _folded = _settings.FoldBatchNorm && Preset.MergeBatchNorm ? BatchNormalizationFolding.Apply(network) : null;
        _network = _folded ?? network;
        _model = new NetworkModel(_network);
    }

    /// <summary>Prepares explanations of a module.</summary>
    /// <param name="module">The module; it is left as it was and must outlive this object.</param>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    public FullGrad(TorchModule module, FullGradSettings? settings = null)
        : base(ModelOf(module))
    {
        _settings = (settings ?? new FullGradSettings()).InFull();
        Composition.Check();
        _model = module.Model;
        _filter = TermFilter.Of(_settings.Terms, Layers, network: null, Preset.MergeBatchNorm);
    }

    /// <summary>What FullGrad is.</summary>
    public static MethodDescription About { get; } = new(
        "fullgrad",
        "The input term and every bias term of the full-gradient decomposition, painted where they belong.",
        "S = ψ(x⊙∇f) + Σ_k Σ_c ψ((∂f/∂y_k ⊙ b_k)_c), ψ as the preset says",
        "Srinivas and Fleuret 2019, section 4, with implicit biases for every nonlinearity",
        "1 F + 1 B",
        [Axiom.Completeness, Axiom.Linearity, Axiom.WeakDependence, Axiom.ClassSensitivity],
        "every network that depends differentiably on its input; completeness is that of the terms, all of them whatever the map shows");

    /// <inheritdoc/>
    public override MethodDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings);

    /// <summary>How terms become a map.</summary>
    public Preset Preset => _settings.Preset!;

    /// <summary>The stages from terms to the map: the preset's, with the settings' own in their place.</summary>
    public MapComposition Composition => _settings.Composition;

    private LayerSelection Layers => _settings.Layers!;

    /// <inheritdoc/>
    public override FullGradExplanation Explain(Tensor images, Target target, IProgress<double>? progress = null, CancellationToken cancellation = default) =>
        (FullGradExplanation)base.Explain(images, target, progress, cancellation);

    /// <inheritdoc/>
    public override IReadOnlyList<FullGradExplanation> Explain(
        Tensor images, IReadOnlyList<Target> targets, IProgress<double>? progress = null, CancellationToken cancellation = default) =>
        [.. base.Explain(images, targets, progress, cancellation).Cast<FullGradExplanation>()];

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _folded?.Dispose();
        base.Dispose(disposing);
    }

    private protected override string? WhyUnsupported() =>
        _network is null && NetworkPlaces.Needed(Composition)
            ? "a module does not show its operators, which upsampling=receptive-field and global=backproject follow; use another upsampling and global=drop or spread, or an ONNX model."
            : null;

    private protected override void Explain(Request request, List<Explanation> explanations)
    {
        if (_model.ComputeType == ScalarType.Float64)
            Explain<double>(request, explanations);
        else
            Explain<float>(request, explanations);
    }

    private void Explain<T>(Request request, List<Explanation> explanations)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var settings = new FullGradientSettings(Preset.MergeBatchNorm, _settings.OtherInputs ?? OtherInputs);
        var place = _model.Layout(request.Images, settings);
        var composition = Composition;
        using var places = NetworkPlaces.Of(composition, _network, request.Images, settings.OtherInputs, place);
        FullGradientPass.Run(
            _model,
            request.Images,
            request.Targets,
            settings,
            tape => new MapBuilder<T>(Preset, composition, request.Count, place, _filter.Choose(tape.Probes, Preset, place), places),
            (sink, pass) =>
            {
                explanations.Add(sink.Finish(pass));
                request.Progress?.Report((double)explanations.Count / request.Targets.Count);
            },
            request.Cancellation,
            composition.Global == GlobalRule.Backproject ? (value, y) => BackProjection.Concerns(place(value, y), y, request.Count) : null);
        foreach (var explanation in explanations)
            _model.Review(request.Images, ((FullGradExplanation)explanation).Completeness, request.Cancellation);
    }

    private static ExplainedModel ModelOf(TorchModule module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return module.Model;
    }
}
