using Salience.Attribution;
using Salience.Decomposition;
using Salience.Evaluation.Maps;
using Salience.Evaluation.MapSimilarity;
using Salience.Evaluation.Metrics;
using Salience.Evaluation.Randomization;
using Salience.Evaluation.Randomness;
using Salience.Evaluation.Subjects;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.SanityChecks;

/// <summary>Sanity checks: does a map change when the network forgets, or when another class is asked for?</summary>
public sealed class SanityCheckExperiment : Experiment
{
    private const string RandomLogit = "random-logit";
    private const string Smooth = "smooth";
    private const string All = "all-layers";

    private static readonly (ExperimentPart Part, RandomizationOrder Order)[] Orders =
    [
        (new ExperimentPart("top-down", "layers made random from the output on, one after the other"), RandomizationOrder.TopDown),
        (new ExperimentPart("bottom-up", "layers made random from the input on, one after the other"), RandomizationOrder.BottomUp),
        (new ExperimentPart("independent", "one layer random at a time, the last first"), RandomizationOrder.Independent),
        (new ExperimentPart(Smooth, "bottom-up, maps averaged over noisy copies of the picture"), RandomizationOrder.BottomUp),
    ];

    private static readonly ExperimentPart FullyConnected = new("fully-connected", "all fully-connected layers random, the others as trained");
    private static readonly ExperimentPart Whole = new(All, "all layers random");
    private static readonly ExperimentPart OtherClass = new(RandomLogit, "the trained network, another class drawn at random");

    private readonly SanityCheckSettings _settings;
    private readonly SanityCheckMetrics _metrics;
    private readonly RandomNetworks _networks;

    /// <summary>Prepares the experiment.</summary>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    public SanityCheckExperiment(SanityCheckSettings? settings = null)
        : this(settings, RandomNetworks.DefaultBytes)
    {
    }

    /// <summary>Prepares the experiment with other room for networks that are kept.</summary>
    internal SanityCheckExperiment(SanityCheckSettings? settings, long keptBytes)
    {
        _settings = settings ?? new SanityCheckSettings();
        if (_settings.Stages < 2)
            throw new ArgumentException($"stages={_settings.Stages} is not possible; give at least 2.", nameof(settings));
        ArgumentOutOfRangeException.ThrowIfLessThan(_settings.Samples, 1, nameof(settings));
        ArgumentOutOfRangeException.ThrowIfNegative(_settings.Noise, nameof(settings));
        _metrics = new SanityCheckMetrics(_settings.Stages);
        // Three orders by stages, the fully-connected layers, and all.
        _networks = new RandomNetworks(_settings.Draw, 3 * _settings.Stages + 2, keptBytes);
    }

    /// <summary>What the experiment is.</summary>
    public static ExperimentDescription About { get; } = new(
        "sanity-checks",
        "Does a map change when the network forgets what it learned, or when another class is explained?",
        "The map of each picture on the trained network is compared with that of networks whose layers were drawn anew (weights, biases, batch normalisation): from the output on, from the input on, one at a time, the fully-connected ones, all; and with the map of another class. Maps that stay alike do not explain the network.",
        "Adebayo et al. 2018; bottom-up order, smooth and efficient tests: Hedström et al. 2024; random logit: Sixt et al. 2020. Parameters are drawn with the moments of the trained ones, none is zeroed",
        ExperimentNeeds.Model | ExperimentNeeds.Images | ExperimentNeeds.Methods);

    /// <inheritdoc/>
    public override ExperimentDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings);

    /// <inheritdoc/>
    public override IReadOnlyList<Metric> Metrics => _metrics.All;

    /// <inheritdoc/>
    public override IReadOnlyList<string> DefaultMethods { get; } =
        ["fullgrad", "fullgrad:preset=signed", "saliency", "input-x-gradient", "integrated-gradients:steps=16", "smoothgrad:samples=16", "grad-cam", "guided-backprop"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Controls { get; } = ["sobel"];

    /// <inheritdoc/>
    public override IReadOnlyList<ExperimentPart> Parts(EvaluationSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var dense = RandomizableLayer.Of(subject.Model.Network).Any(l => l.FullyConnected);
        return [.. Orders.Select(o => o.Part), .. dense ? new[] { FullyConnected } : [], Whole, OtherClass];
    }

    /// <inheritdoc/>
    public override string? Refuses(EvaluationSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return RandomizableLayer.Of(subject.Model.Network).Count > 0 ? null : "the network has no layer with learned parameters.";
    }

    /// <inheritdoc/>
    public override void Measure(CellRequest cell, CellFigures figures)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(figures);
        using var scope = NewDisposeScope();
        var ink = cell.Chunk.Keep("ink", () => PictureInk.Of(cell.Chunk.Pixels));
        var trained = cell.Part.Name == Smooth ? cell.Keep("smooth map", () => SmoothMap(cell, cell.Method, cell.Subject.Model.Network)) : cell.Map;
        var others = cell.Part.Name == RandomLogit ? [OtherMap(cell)] : RandomMaps(cell).ToList();
        var profiles = cell.Keep(cell.Part.Name == Smooth ? "profiles of the smooth map" : "profiles", () => new MapProfiles(trained, ink));
        var comparisons = others.Select((map, i) => i > 0 && ReferenceEquals(map, others[i - 1]) ? null : Compare(profiles, map, ink)).ToList();
        for (var i = 1; i < comparisons.Count; i++)
            comparisons[i] ??= comparisons[i - 1];
        for (var n = 0; n < cell.Chunk.Count; n++)
            _metrics.Set(figures, n, [.. comparisons.Select(c => c![n])]);
        if (cell.Part.Name == All)
        {
            var (before, after) = (MapEntropy.Of(trained), MapEntropy.Of(others[0]));
            for (var n = 0; n < cell.Chunk.Count; n++)
                figures.Set(SanityCheckMetrics.EntropyRise, n, before[n] > 0 ? (after[n] - before[n]) / before[n] : double.NaN);
        }
    }

    private static IReadOnlyList<MapComparison> Compare(MapProfiles trained, Tensor map, Tensor ink)
    {
        using var other = new MapProfiles(map, ink);
        return MapComparison.Of(trained, other);
    }

    /// <summary>The map of each stage; the same tensor again where a stage makes no further layer random.</summary>
    private IEnumerable<Tensor> RandomMaps(CellRequest cell)
    {
        var layers = RandomizableLayer.Of(cell.Subject.Model.Network);
        (Tensor Map, RandomizationStage Stage)? last = null;
        foreach (var stage in Stages(cell.Part, layers))
        {
            if (last is not { } same || !same.Stage.Layers.SequenceEqual(stage.Layers))
                last = (MapOn(cell, stage.Layers), stage);
            yield return last.Value.Map;
        }
    }

    private IEnumerable<RandomizationStage> Stages(ExperimentPart part, IReadOnlyList<RandomizableLayer> layers)
    {
        if (part.Name == All)
            return [new RandomizationStage(All, layers)];
        if (part == FullyConnected)
            return RandomizationStage.Of(layers, RandomizationOrder.FullyConnected);
        var order = Orders.First(o => o.Part.Name == part.Name).Order;
        var stages = RandomizationStage.Of(layers, order);
        // One layer at a time goes from the output to the input, as the first order does.
        if (order == RandomizationOrder.Independent)
            stages = [.. stages.Reverse()];
        return Enumerable.Range(1, _settings.Stages).Select(k => stages[(k * stages.Count + _settings.Stages - 1) / _settings.Stages - 1]);
    }

    private Tensor MapOn(CellRequest cell, IReadOnlyList<RandomizableLayer> layers) => _networks.With(cell, layers, random =>
    {
        using var scope = NewDisposeScope();
        using var method = cell.Method.On(random);
        var map = cell.Part.Name == Smooth ? SmoothMap(cell, method, random) : method.Map(Request(cell, cell.Chunk.Images, Classes(cell, random)));
        return map.detach().MoveToOuterDisposeScope();
    });

    private IReadOnlyList<int> Classes(CellRequest cell, Network network)
    {
        if (_settings.Explain == RandomizedClass.Trained || ReferenceEquals(network, cell.Subject.Model.Network))
            return cell.Chunk.Predicted;
        using var scope = NewDisposeScope();
        var outputs = (cell.Subject.Model with { Network = network }).Run(cell.Chunk.Images, cell.Batch, cell.Cancellation);
        return [.. outputs.argmax(1).data<long>().ToArray().Select(c => (int)c)];
    }

    /// <summary>The mean of the maps of noisy copies; the noise depends on seed, item and number of the copy.</summary>
    private Tensor SmoothMap(CellRequest cell, MapSource method, Network network)
    {
        using var scope = NewDisposeScope();
        var images = cell.Chunk.Images;
        var classes = Classes(cell, network);
        Tensor? sum = null;
        for (var copy = 0; copy < _settings.Samples; copy++)
        {
            using var pass = NewDisposeScope();
            var noise = PictureNoise.Normal(images, _settings.Noise, cell.Chunk.Items, cell.Seed, copy);
            var map = method.Map(Request(cell, images + noise, classes)).detach();
            sum = (sum is null ? map : sum + map).MoveToOuterDisposeScope();
        }

        return (sum! / _settings.Samples).MoveToOuterDisposeScope();
    }

    private static Tensor OtherMap(CellRequest cell)
    {
        var classes = (int)cell.Chunk.Outputs.shape[1];
        return cell.MapOf([.. cell.Chunk.Items.Select((item, n) => (cell.Chunk.Predicted[n] + 1 + new RandomStream(cell.Seed, item).Next(classes - 1)) % classes)]);
    }

    private static MapRequest Request(CellRequest cell, Tensor images, IReadOnlyList<int> classes) =>
        new(images, Target.Classes([.. classes]), cell.Chunk.Items, cell.Cancellation);
}
