using Salience.Attribution;
using Salience.Evaluation.Datasets;
using Salience.Evaluation.Glyphs;
using Salience.Evaluation.MapSimilarity;
using Salience.Evaluation.Metrics;
using Salience.Evaluation.Subjects;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.Watermarks;

/// <summary>The planted watermark: do maps show a spurious feature where the network uses it, and leave it out where it does not?</summary>
/// <remarks>
/// Every scene is drawn with and without the star, all else the same to the byte, and explained for the class that the star goes along with. What the star does is therefore
/// known: <c>f_c(with) − f_c(without)</c>.
/// </remarks>
public sealed class WatermarkExperiment(WatermarkSettings? settings = null) : Experiment
{
    private const string Single = "One star of one form in one corner: methods that are coarse or weak at the border are judged by that.";
    private const string Rewarded = "Meant for a network that relies on the star (see effect); where it does not, showing the star is wrong (--set control=true). " + Single;
    private const string Reliance = "None: it describes the network and is the same for every method.";
    private const string ErrorCriticism = "Only for maps whose pixels are parts of the output. The pixels about the star may rightly have a part in what it does (a network that reads edges); a median is less disturbed than a mean.";

    /// <summary>An effect below this many logits is none to be relative to.</summary>
    internal const double SmallestEffect = 0.1;

    private static readonly ExperimentPart OwnClass = new("own-class", "scenes of the star's class, with the star");
    private static readonly ExperimentPart OtherClasses = new("other-classes", "scenes of other classes with the star, explained for the star's class");

    private static readonly Metric Found = new(
        "found", "share", MetricDirection.Higher,
        "1 where the evidence on the star is among the 5 % highest of all places that a form like it can have beside star and digit, else 0. A map that knows nothing gets 0.05 on average.",
        "Ours: a permutation test over places", Rewarded);

    private static readonly Metric FalseAlarm = new(
        "false-alarm", "share", MetricDirection.Lower, "The same for the map of the scene without the star, at the place where the star would be; 0.05 for maps that know nothing.", "Ours",
        "What lies in that corner without the star may be of interest to the network: a distractor, the edge of the picture.");

    private static readonly Metric Density = new(
        "density", "×", MetricDirection.Higher, "Share of the map's positive part that lies on the star, over the star's share of the picture; 1 for a map that knows nothing or has no positive part.",
        "After the relevance mass accuracy of Arras et al. 2022", Rewarded);

    private static readonly Metric Rank = new(
        "rank-accuracy", "share", MetricDirection.Higher, "Share of the K pixels with the most positive evidence that lies on the star, K being its size.", "Arras et al. 2022", Rewarded + " Blurred maps gain.");

    private static readonly Metric Pointing = new(
        "pointing-game", "share", MetricDirection.Higher, "1 where the pixel with the most positive evidence lies on the star, else 0.", "Zhang et al. 2018, without their margin",
        "One pixel decides, and the digit may rightly have it. " + Rewarded);

    private static readonly Metric Rise = new(
        "rise", "share", MetricDirection.Higher, "Share of the map's positive part that lies on the star, less the same share, at the same place, in the map of the scene without it; 0 for a map that knows nothing.", "Ours", Rewarded);

    private static readonly Metric SumError = new(
        "sum-error", "share", MetricDirection.Lower,
        "|Σ m_p − effect| / |effect| over the pixels p that the star changes, m being the map of the scene with the star; for maps whose pixels are parts of the output, and effects of at least 0.1.",
        "Ours", "A map that explains f(x) against a reference also counts what the ground behind the star would have done. " + ErrorCriticism);

    private static readonly Metric RiseError = new(
        "rise-error", "share", MetricDirection.Lower, "The same for the difference of the sums in the maps with and without the star.", "Ours", ErrorCriticism);

    private static readonly Metric Effect = new(
        "effect", "logit", MetricDirection.Neither, "f_c(with the star) − f_c(without), c being the star's class: what the star does.", "The truth", Reliance, Compared: false);

    private static readonly Metric RightWith = Described("right-with", "1 where the network says the scene's class, with the star.");
    private static readonly Metric RightWithout = Described("right-without", "1 where the network says the scene's class, without the star.");
    private static readonly Metric CalledWith = Described("called-with", "1 where the network says the star's class, with the star.");
    private static readonly Metric CalledWithout = Described("called-without", "1 where the network says the star's class, without the star.");

    private readonly WatermarkSettings _settings = settings ?? new WatermarkSettings();

    /// <summary>What the experiment is.</summary>
    public static ExperimentDescription About { get; } = new(
        "watermark",
        "Is a spurious feature shown where the network uses it, and not where it does not?",
        "Scenes of the star's class, and as many of the others, are drawn with and without the star and explained for the star's class. Evidence on the star is compared with that elsewhere and with the scene "
        + "without it, and what the map says of the star with what the star does to the output. Run it on a network trained on watermarked scenes, and on one trained without as a control.",
        "Ours, after the data sets with planted artefacts of Adebayo et al. 2020 and the pointing games of Arras et al. 2022",
        ExperimentNeeds.Model | ExperimentNeeds.Images | ExperimentNeeds.Methods);

    /// <inheritdoc/>
    public override ExperimentDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings);

    /// <inheritdoc/>
    public override IReadOnlyList<Metric> Metrics =>
    [
        Turned(Found), FalseAlarm, Turned(Density), Turned(Rank), Turned(Pointing), Turned(Rise), SumError, RiseError, Effect, RightWith, RightWithout, CalledWith, CalledWithout,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> DefaultMethods { get; } =
    [
        "fullgrad", "fullgrad:preset=signed", "fullgrad:preset=complete", "saliency", "input-x-gradient", "integrated-gradients:steps=16", "smoothgrad:samples=16", "grad-cam", "guided-backprop", "lrp", "deeplift",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Controls { get; } = ["scattered", "blobs"];

    /// <inheritdoc/>
    public override string? Refuses(EvaluationSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return Scenes(subject) is null
            ? $"{subject.Data.Images.Name} has no scenes that can be drawn with and without a watermark; give --data glyphs-watermark, for a network trained without watermarks too."
            : null;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ExperimentPart> Parts(EvaluationSubject subject) => [OwnClass, OtherClasses];

    /// <summary>The scenes of the star's class, or as many of the other classes.</summary>
    /// <param name="subject">What the experiment is done on.</param>
    /// <param name="part">The condition.</param>
    /// <param name="limit">Most scenes wanted; <see langword="null"/> for all there are.</param>
    public override IReadOnlyList<int> Items(EvaluationSubject subject, ExperimentPart part, int? limit)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (Scenes(subject) is not { } scenes)
            return [];
        var own = Enumerable.Range(0, scenes.Count).ToLookup(i => scenes.LabelOf(i) == scenes.Settings.WatermarkClass);
        return [.. own[part == OwnClass].Take(Math.Min(limit ?? int.MaxValue, own[true].Count()))];
    }

    /// <inheritdoc/>
    public override void Measure(CellRequest cell, CellFigures figures)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(figures);
        using var scope = NewDisposeScope();
        var pairs = new ScenePairs(Scenes(cell.Subject)!);
        var (with, without) = (Look(cell, pairs, star: true), Look(cell, pairs, star: false));
        var explained = pairs.StarClass + cell.Subject.LabelOffset;
        for (var n = 0; n < cell.Chunk.Count; n++)
        {
            var truth = pairs.Truth(cell.Chunk.Items[n]);
            var effect = with.Outputs[n][explained] - without.Outputs[n][explained];
            figures.Set(Effect, n, effect);
            foreach (var (look, right, called) in new[] { (with, RightWith, CalledWith), (without, RightWithout, CalledWithout) })
            {
                figures.Set(right, n, look.Says(n) == cell.Chunk.Labels[n] ? 1 : 0);
                figures.Set(called, n, look.Says(n) == explained ? 1 : 0);
            }

            Locate(figures, n, with.Maps[n], without.Maps[n], truth);
            if (cell.Method.AddsUp && Math.Abs(effect) >= SmallestEffect)
            {
                var (marked, plain) = (Sum(with.Maps[n], truth.Changed), Sum(without.Maps[n], truth.Changed));
                figures.Set(SumError, n, Math.Abs(marked - effect) / Math.Abs(effect));
                figures.Set(RiseError, n, Math.Abs(marked - plain - effect) / Math.Abs(effect));
            }
        }
    }

    /// <summary>The metrics of one scene that ask where evidence is.</summary>
    private static void Locate(CellFigures figures, int n, double[] with, double[] without, StarTruth truth)
    {
        var (marked, plain) = (Positive(with), Positive(without));
        figures.Set(Found, n, StarPlaces.Found(marked, truth.Star, truth.Digit) ? 1 : 0);
        figures.Set(FalseAlarm, n, StarPlaces.Found(plain, truth.Star, truth.Digit) ? 1 : 0);
        var single = Array.ConvertAll(marked, v => (float)v);
        var mass = LocalizationMetrics.Mass(single, truth.Star);
        figures.Set(Density, n, mass / LocalizationMetrics.Chance(truth.Star));
        figures.Set(Rank, n, LocalizationMetrics.RankAccuracy(single, truth.Star));
        figures.Set(Pointing, n, LocalizationMetrics.PointingGame(single, truth.Star));
        figures.Set(Rise, n, mass - LocalizationMetrics.Mass(Array.ConvertAll(plain, v => (float)v), truth.Star));
    }

    /// <summary>Maps and outputs of the scenes with or without the star.</summary>
    private static Seen Look(CellRequest cell, ScenePairs pairs, bool star)
    {
        var name = star ? "with the star" : "without the star";
        var images = cell.Chunk.Keep($"pictures {name}", () => pairs.Images(cell, star));
        var outputs = cell.Chunk.Keep($"outputs {name}", () => cell.Subject.Model.Run(images, cell.Batch, cell.Cancellation));
        var classes = Enumerable.Repeat(pairs.StarClass + cell.Subject.LabelOffset, cell.Chunk.Count).ToArray();
        using var scope = NewDisposeScope();
        var values = outputs.to_type(ScalarType.Float64).contiguous().data<double>().ToArray();
        return new Seen(MapShapes.Rows(cell.MapOf(name, images, classes)), [.. values.Chunk(values.Length / cell.Chunk.Count)]);
    }

    private Metric Turned(Metric metric) => _settings.Control ? metric with { Direction = MetricDirection.Lower } : metric;

    private static GlyphDataset? Scenes(EvaluationSubject subject) => subject.Data.Images is GlyphDataset { Settings.Variant: GlyphVariant.Watermark } scenes ? scenes : null;

    private static double[] Positive(double[] map) => Array.ConvertAll(map, v => Math.Max(0, v));

    private static double Sum(double[] map, PixelMask where)
    {
        var sum = 0.0;
        for (var p = 0; p < map.Length; p++)
            sum += where.Values[p] ? map[p] : 0;
        return sum;
    }

    private static Metric Described(string name, string definition) =>
        new(name, "share", MetricDirection.Neither, definition, "Control", Reliance, Compared: false);

    /// <summary>What maps and network say of some scenes.</summary>
    private sealed record Seen(double[][] Maps, double[][] Outputs)
    {
        /// <summary>The class with the highest output.</summary>
        public int Says(int scene) => Array.IndexOf(Outputs[scene], Outputs[scene].Max());
    }
}
