using Salience.Attribution.Engine;
using Salience.Decomposition;
using Salience.Networks;
using Salience.Networks.Passes;
using Salience.PostProcessing;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>Settings of <see cref="SimpleFullGrad"/>.</summary>
/// <param name="Preset">How gradients become a map, and at which layers they are taken; <see cref="Presets.Paper"/> where <see langword="null"/>.</param>
/// <param name="FoldBatchNorm">Whether batch normalisation is folded into convolutions first where the preset merges them: faster, same map.</param>
public sealed record SimpleFullGradSettings(Preset? Preset = null, bool FoldBatchNorm = true);

/// <summary>SimpleFullGrad: FullGrad with the gradients themselves in place of gradients times biases.</summary>
/// <remarks>
/// Computes <c>S = ψ(x⊙∇f) + Σ_k Σ_c ψ((∂f/∂y_k)_c)</c>, k running over all values at which a bias enters, explicit or implicit, that have a place
/// on the picture. With <see cref="Presets.Idiap"/> it is the authors' code: convolutions and batch normalisations with a bias, each by itself. Without
/// the biases nothing adds up to f; the map is a control for what they contribute. Source: idiap/fullgrad-saliency, HEAD.
/// </remarks>
public sealed class SimpleFullGrad : AttributionMethod
{
    private readonly SimpleFullGradSettings _settings;
    private readonly Network? _folded;
    private readonly NetworkModel _model;

    /// <summary>Prepares explanations of a network.</summary>
    /// <param name="network">The network; it is left as it was and must outlive this object.</param>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    public SimpleFullGrad(Network network, SimpleFullGradSettings? settings = null)
        : base(network)
    {
        _settings = settings ?? new SimpleFullGradSettings();
        _folded = _settings.FoldBatchNorm && Preset.MergeBatchNorm ? BatchNormalizationFolding.Apply(network) : null;
        _model = new NetworkModel(_folded ?? network);
    }

    /// <summary>What the method is.</summary>
    public static MethodDescription About { get; } = new(
        "simple-fullgrad",
        "FullGrad with the gradients at the biases in place of the bias terms.",
        "S = ψ(x⊙∇f) + Σ_k Σ_c ψ((∂f/∂y_k)_c), ψ as the preset says",
        "idiap/fullgrad-saliency, HEAD (preset=idiap); here at every explicit and implicit bias",
        "1 F + 1 B",
        [Axiom.ClassSensitivity],
        "every network that depends differentiably on its input");

    /// <inheritdoc/>
    public override MethodDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings with { Preset = Preset });

    private protected override string? WhyUnsupported() => NetworkPlaces.Needed(Preset.Map)
        ? $"without the biases there is nothing to add up, which preset {Preset.Name} is for; use another preset." : null;

    private Preset Preset => _settings.Preset ?? Presets.Paper;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _folded?.Dispose();
        base.Dispose(disposing);
    }

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
        var settings = new FullGradientSettings(Preset.MergeBatchNorm, OtherInputs);
        var place = _model.Layout(request.Images, settings);
        FullGradientPass.Run(
            _model,
            request.Images,
            request.Targets,
            settings,
            _ => new UnitBiases<T>(new MapBuilder<T>(Preset, Preset.Map, request.Count, place, TermChoice.All)),
            (sink, pass) =>
            {
                using var drawn = sink.Builder.Finish(pass);
                explanations.Add(new Explanation(drawn.Map.alias(), null, pass.Outputs, pass.Scores, account: null));
                request.Progress?.Report((double)explanations.Count / request.Targets.Count);
            },
            request.Cancellation);
    }

    /// <summary>Hands gradients on as if every bias were one; what the builder says of sums is not used.</summary>
    private sealed record UnitBiases<T>(MapBuilder<T> Builder) : IBiasTermSink
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        public void Accept(Node node, int output, Tensor gradient, Tensor bias, Operators.BiasKind kind) =>
            Builder.Accept(node, output, gradient, ones(1, dtype: gradient.dtype, device: gradient.device), kind);
    }
}
