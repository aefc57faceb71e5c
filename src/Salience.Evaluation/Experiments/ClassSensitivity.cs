using Salience.Attribution;
using Salience.Evaluation.Datasets;
using Salience.Evaluation.Glyphs;
using Salience.Evaluation.MapSimilarity;
using Salience.Evaluation.Metrics;
using Salience.Evaluation.Statistics;
using Salience.Evaluation.Subjects;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments;

/// <summary>Class sensitivity: are the maps of two classes of one picture different, and does each lie on what its class names?</summary>
/// <param name="settings">Which part of a map counts as evidence in <c>two-digits</c>, and two classes to be compared.</param>
public sealed class ClassSensitivity(ClassSensitivitySettings? settings = null) : Experiment
{
    private const string Alike =
        "Two classes may be told by the same pixels, so likeness alone is no fault; maps that are noise differ without explaining anything.";

    private static readonly ExperimentPart TopTwo = new("top-two", "the best class against the second best");
    private static readonly ExperimentPart TwoDigits = new("two-digits", "two digits in a scene, each explained for its own class");

    private static readonly ExperimentPart Pair = new("pair", "two chosen classes against each other");

    private static readonly Metric Absolute = new(
        "spearman-absolute", string.Empty, MetricDirection.Lower, "Rank correlation of the magnitudes of the two classes' maps.", "After Adebayo et al. 2018 and Sixt et al. 2020", Alike);

    private static readonly Metric Signed = new(
        "spearman-signed", string.Empty, MetricDirection.Lower, "Rank correlation of the two classes' maps with signs.", "After Adebayo et al. 2018 and Sixt et al. 2020", Alike);

    private static readonly Metric Overlap = new(
        "top-overlap", "share", MetricDirection.Lower, "Share of the 10 % most relevant pixels that both maps have in common.", "Ours", Alike);

    private static readonly Metric OwnMass = new(
        "own-mass", "share", MetricDirection.Higher, "Evidence on the digit of the explained class as a share of the evidence on both digits; mean over the two classes.",
        "After the relevance mass accuracy of Arras et al. 2022", "Evidence elsewhere does not count; a network may know one digit by where the other ends.");

    private static readonly Metric OwnRank = new(
        "own-rank", "share", MetricDirection.Higher, "Of the pixels of both digits, the K with the most evidence that lie on the explained one, K being its size; mean over the two classes.",
        "After the relevance rank accuracy of Arras et al. 2022", "Blurred maps gain.");

    private static readonly Metric Pointing = new(
        "pointing-game", "share", MetricDirection.Higher, "1 where the pixel with the most evidence in the picture lies on the digit of the explained class, else 0; mean over the two classes.",
        "Zhang et al. 2018, without their margin of 15 pixels", "One pixel decides; large digits are hit by chance.");

    private static readonly Metric OwnArea = new(
        "own-area", "share", MetricDirection.Neither, "The explained digit's share of the pixels of both, mean over the two: what a map that knows nothing gets.", "Control",
        "None: it depends on the masks alone.", Compared: false);

    private readonly ClassSensitivitySettings _settings = settings ?? new ClassSensitivitySettings();

    /// <summary>What the experiment is.</summary>
    public static ExperimentDescription About { get; } = new(
        "class-sensitivity",
        "Do the maps of two classes of one picture differ, and does each lie on its own object?",
        "Each picture is explained for the best and the second best class, and the maps are compared; with --set pair=FIRST,SECOND also for two classes of your choice. On scenes with two digits each is explained for both of its digits, the maps are compared, "
        + "and evidence on the two digits is.",
        "Ours, after the concern that maps of FullGrad might not depend on the class; guided backpropagation is the negative control",
        ExperimentNeeds.Model | ExperimentNeeds.Images | ExperimentNeeds.Methods);

    /// <inheritdoc/>
    public override ExperimentDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings);

    /// <inheritdoc/>
    public override IReadOnlyList<Metric> Metrics { get; } = [Absolute, Signed, Overlap, OwnMass, OwnRank, Pointing, OwnArea];

    /// <inheritdoc/>
    public override IReadOnlyList<string> DefaultMethods { get; } =
        ["fullgrad", "fullgrad:preset=signed", "saliency", "input-x-gradient", "integrated-gradients:steps=16", "grad-cam", "guided-backprop"];

    /// <inheritdoc/>
    public override string? Refuses(EvaluationSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (_settings.Pair is null)
            return null;
        try
        {
            using var chunk = new ItemChunk(subject, [0], 1);
            ChosenPair(subject, chunk);
            return null;
        }
        catch (ArgumentException failure)
        {
            return failure.Message;
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ExperimentPart> Parts(EvaluationSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var parts = new List<ExperimentPart> { TopTwo };
        if (_settings.Pair is not null)
            parts.Add(Pair);
        if (subject.Data.Images is GlyphDataset { Settings.Variant: GlyphVariant.TwoDigits })
            parts.Add(TwoDigits);
        return parts;
    }

    /// <inheritdoc/>
    public override void Measure(CellRequest cell, CellFigures figures)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(figures);
        using var scope = NewDisposeScope();
        if (cell.Part == TopTwo)
            CompareBestTwo(cell, figures);
        else if (cell.Part == Pair)
            ComparePair(cell, figures);
        else
            CompareDigits(cell, figures);
    }

    private static void CompareBestTwo(CellRequest cell, CellFigures figures)
    {
        if (cell.Chunk.Outputs.shape[1] < 2)
            return;
        var ranked = cell.Chunk.Outputs.topk(2, 1).indexes.data<long>().ToArray();
        Compare(figures, MapShapes.Rows(cell.Map), MapShapes.Rows(cell.MapOf([.. Enumerable.Range(0, cell.Chunk.Count).Select(n => (int)ranked[2 * n + 1])])));
    }

    private void ComparePair(CellRequest cell, CellFigures figures)
    {
        var pair = ChosenPair(cell.Subject, cell.Chunk);
        double[][] MapsOf(int output) => MapShapes.Rows(cell.MapOf([.. Enumerable.Repeat(output, cell.Chunk.Count)]));
        Compare(figures, MapsOf(pair.First), MapsOf(pair.Second));
    }

    private void CompareDigits(CellRequest cell, CellFigures figures)
    {
        var scenes = cell.Chunk.Items.Select(((GlyphDataset)cell.Subject.Data.Images).Scene).ToList();
        var maps = Enumerable.Range(0, 2).Select(d => MapShapes.Rows(cell.MapOf([.. scenes.Select(s => s.Digits[d].Class + cell.Subject.LabelOffset)]))).ToList();
        Compare(figures, maps[0], maps[1]);
        for (var n = 0; n < cell.Chunk.Count; n++)
        {
            var masks = scenes[n].Digits.Select(d => d.Mask).ToList();
            var own = Enumerable.Range(0, 2).Select(d => OnDigits(maps[d][n], masks[d], masks[1 - d])).ToList();
            figures.Set(OwnMass, n, own.Average(o => o.Mass));
            figures.Set(OwnRank, n, own.Average(o => o.Rank));
            figures.Set(OwnArea, n, own.Average(o => o.Area));
            figures.Set(Pointing, n, Enumerable.Range(0, 2).Average(d => LocalizationMetrics.PointingGame(Evidence(maps[d][n]), masks[d])));
        }
    }

    /// <summary>How alike the maps of two classes are, picture by picture.</summary>
    private static void Compare(CellFigures figures, double[][] first, double[][] second)
    {
        for (var n = 0; n < first.Length; n++)
        {
            var (a, b) = (Magnitudes(first[n]), Magnitudes(second[n]));
            figures.Set(Absolute, n, RankCorrelation.Spearman(a, b));
            figures.Set(Signed, n, RankCorrelation.Spearman(first[n], second[n]));
            figures.Set(Overlap, n, TopOverlap.Of(a, b));
        }
    }

    private ClassPair ChosenPair(EvaluationSubject subject, ItemChunk chunk) =>
        ClassPair.Parse(_settings.Pair!, subject.Data.Images.Classes, subject.LabelOffset, (int)chunk.Outputs.shape[1]);

    /// <summary>Mass and rank accuracy where only the pixels of the two digits exist.</summary>
    private (double Mass, double Rank, double Area) OnDigits(double[] map, PixelMask own, PixelMask other)
    {
        var places = Enumerable.Range(0, map.Length).Where(p => own.Values[p] || other.Values[p]).ToArray();
        var all = Evidence(map);
        var evidence = places.Select(p => all[p]).ToArray();
        var mask = new PixelMask(1, places.Length, places.Select(p => own.Values[p]).ToArray());
        return (LocalizationMetrics.Mass(evidence, mask), LocalizationMetrics.RankAccuracy(evidence, mask), LocalizationMetrics.Chance(mask));
    }

    private float[] Evidence(double[] map) => Array.ConvertAll(map, v => (float)(_settings.Evidence == MapEvidence.Absolute ? Math.Abs(v) : Math.Max(0, v)));

    private static double[] Magnitudes(double[] map) => [.. map.Select(Math.Abs)];
}

/// <summary>Settings of <see cref="ClassSensitivity"/>.</summary>
/// <param name="Evidence">Which part of a map counts as evidence on a digit.</param>
/// <param name="Pair">Two classes whose maps are compared on every picture: numbers of outputs, <c>243,282</c>, or names, <c>bull mastiff|tiger cat</c>; <see langword="null"/> for none.</param>
public sealed record ClassSensitivitySettings(MapEvidence Evidence = MapEvidence.Positive, string? Pair = null);
