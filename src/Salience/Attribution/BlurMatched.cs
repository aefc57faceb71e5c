using Salience.Decomposition;
using Salience.Networks;
using Salience.PostProcessing;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>Settings of <see cref="BlurMatched"/>.</summary>
/// <param name="Of">Name of the method whose maps are blurred, with its default settings.</param>
/// <param name="Like">Name of the method whose maps are as smooth as wanted, with its default settings.</param>
public sealed record BlurMatchedSettings(string Of = "saliency", string Like = "fullgrad");

/// <summary>Another method's map, blurred until it is as smooth as a smooth method's: what of a comparison is owed to smoothness alone.</summary>
/// <remarks>Computes <c>G_σ ∗ m</c>, σ for each image such that the width of the result is that of the other method's map; see <see cref="BlurMatch"/>.</remarks>
public sealed class BlurMatched : AttributionMethod
{
    private readonly BlurMatchedSettings _settings;
    private readonly AttributionMethod _of;
    private readonly AttributionMethod _like;

    /// <summary>Prepares both methods.</summary>
    /// <param name="network">The network; it is left as it was and must outlive this object.</param>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">There is no method of that name.</exception>
    public BlurMatched(Network network, BlurMatchedSettings? settings = null)
        : base(network)
    {
        _settings = settings ?? new BlurMatchedSettings();
        if (_settings.Of == About.Name || _settings.Like == About.Name)
            throw new ArgumentException($"{About.Name} blurs the map of another method, not its own.", nameof(settings));
        _of = AttributionMethods.Create(_settings.Of, network);
        _like = AttributionMethods.Create(_settings.Like, network);
    }

    /// <summary>What the method is.</summary>
    public static MethodDescription About { get; } = new(
        "blur-matched",
        "A control: the map of one method, blurred until it is as smooth as that of another.",
        "S = G_σ ∗ m, σ such that Σ|ω|²ŝ² / Σŝ² is that of the other map",
        "this project, as a control for comparisons of fine and coarse maps",
        "that of both methods",
        [],
        "every network that both methods support");

    /// <inheritdoc/>
    public override MethodDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _of.Dispose();
        _like.Dispose();
        base.Dispose(disposing);
    }

    private protected override string? WhyUnsupported() => _of.Refuses ?? _like.Refuses;

    private protected override void Explain(Request request, List<Explanation> explanations)
    {
        var maps = Run(_of, request, 0);
        try
        {
            var models = Run(_like, request, 0.5);
            try
            {
                foreach (var (map, model) in maps.Zip(models))
                    explanations.Add(Blur(map, model));
            }
            finally
            {
                models.ToList().ForEach(e => e.Dispose());
            }
        }
        finally
        {
            maps.ToList().ForEach(e => e.Dispose());
        }
    }

    private IReadOnlyList<Explanation> Run(AttributionMethod method, Request request, double from)
    {
        (method.Batch, method.OtherInputs) = (Batch, OtherInputs);
        return method.Explain(request.Images, request.Targets, request.Progress is { } whole ? new Half(whole, from) : null, request.Cancellation);
    }

    private static BlurMatchedExplanation Blur(Explanation map, Explanation model)
    {
        using var scope = NewDisposeScope();
        var deviations = BlurMatch.Deviations(map.Map, model.Map);
        var scores = new TargetScores(tensor(map.Scores.ToArray()), map.Classes?.ToArray(), null);
        return new BlurMatchedExplanation(BlurMatch.Blur(map.Map, deviations), map.Outputs, scores, deviations);
    }

    private sealed class Half(IProgress<double> whole, double from) : IProgress<double>
    {
        public void Report(double value) => whole.Report(from + value / 2);
    }
}

/// <summary>A blurred map with the blur that was needed.</summary>
public sealed class BlurMatchedExplanation : Explanation
{
    internal BlurMatchedExplanation(Tensor map, Tensor outputs, TargetScores scores, IReadOnlyList<double> deviations)
        : base(map, null, outputs, scores, account: null) => Deviations = deviations;

    /// <summary>The deviation of the Gaussian for each image, in pixels; 0 where the map was as smooth already.</summary>
    public IReadOnlyList<double> Deviations { get; }
}
