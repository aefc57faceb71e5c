using Salience.Attribution;
using Salience.Attribution.Relevance;
using Salience.Networks;
using Salience.PostProcessing;
using static TorchSharp.torch;

namespace Salience.Evaluation.Maps;

/// <summary>The maps of an attribution method of the catalogue.</summary>
internal sealed class AttributionMaps(string text, Network network, int batch) : MapSource
{
    private readonly AttributionMethod _method = AttributionMethods.Create(text, network, batch);

    /// <inheritdoc/>
    public override string Name => text;

    /// <inheritdoc/>
    public override string Formula => _method.Description.Formula;

    /// <inheritdoc/>
    public override string Source => _method.Description.Source;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => _method.Settings;

    /// <inheritdoc/>
    public override string? Refuses => _method.Refuses;

    /// <inheritdoc/>
    public override bool AddsUp => _method switch
    {
        FullGrad fullGrad => fullGrad.Composition.KeepsSum,
        InputXGradient or IntegratedGradients or ExpectedGradients or DeepLift or DeepShap or Lrp => Settings["map"] == SettingsText.Kebab(nameof(ChannelReduction.Sum)),
        _ => false,
    };

    /// <inheritdoc/>
    public override Tensor Map(MapRequest request)
    {
        using var explanation = _method.Explain(request.Images, request.Target, progress: null, request.Cancellation);
        return explanation.Map.alias();
    }

    /// <inheritdoc/>
    public override MapSource On(Network other) => new AttributionMaps(text, other, batch);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _method.Dispose();
        base.Dispose(disposing);
    }
}
