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
/// <param name="settings">Which part of a map counts as evidence in <c>two-digits</c>.</param>
public sealed class ClassSensitivity(ClassSensitivitySettings? settings = null) : Experiment
{
    private const string Alike =
        "Two classes may be told by the same pixels, so likeness alone is no fault; maps that are noise differ without explaining anything.";

    private static readonly ExperimentPart TopTwo = new("top-two", "the best class against the second best");
    private static readonly ExperimentPart TwoDigits = new("two-digits", "two digits in a scene, each explained for its own class");

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

    private static readonly Metric OwnArea = new(
        "own-area", "share", MetricDirection.Neither, "The explained digit's share of the pixels of both, mean over the two: what a map that knows nothing gets.", "Control",
        "None: it depends on the masks alone.", Compared: false);

    private readonly ClassSensitivitySettings _settings = settings ?? new ClassSensitivitySettings();

    /// <summary>What the experiment is.</summary>
    public static ExperimentDescription About { get; } = new(
        "class-sensitivity",
        "Do the maps of two classes of one picture differ, and does each lie on its own object?",
        "Each picture is explained for the best and the second best class, and the maps are compared. On scenes with two digits each is explained for both of its digits, and evidence on the two is compared.",
        "Ours, after the concern that maps of FullGrad might not depend on the class; guided backpropagation is the negative control",
        ExperimentNeeds.Model | ExperimentNeeds.Images | ExperimentNeeds.Methods);

    /// <inheritdoc/>
    public override ExperimentDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings);

    /// <inheritdoc/>
    public override IReadOnlyList<Metric> Metrics { get; } = [Absolute, Signed, Overlap, OwnMass, OwnRank, OwnArea];

    /// <inheritdoc/>
    public override IReadOnlyList<string> DefaultMethods { get; } =
        ["fullgrad", "fullgrad:preset=signed", "saliency", "input-x-gradient", "integrated-gradients:steps=16", "grad-cam", "guided-backprop"];

    /// <inheritdoc/>
    public override IReadOnlyList<ExperimentPart> Parts(EvaluationSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return subject.Data.Images is GlyphDataset { Settings.Variant: GlyphVariant.TwoDigits } ? [TopTwo, TwoDigits] : [TopTwo];
    }

    /// <inheritdoc/>
    public override void Measure(CellRequest cell, CellFigures figures)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(figures);
        using var scope = NewDisposeScope();
        if (cell.Part == TopTwo)
            CompareBestTwo(cell, figures);
        else
            CompareDigits(cell, figures);
    }

    private static void CompareBestTwo(CellRequest cell, CellFigures figures)
    {
        if (cell.Chunk.Outputs.shape[1] < 2)
            return;
        var ranked = cell.Chunk.Outputs.topk(2, 1).indexes.data<long>().ToArray();
        var (first, second) = (MapShapes.Rows(cell.Map), MapShapes.Rows(cell.MapOf([.. Enumerable.Range(0, cell.Chunk.Count).Select(n => (int)ranked[2 * n + 1])])));
        for (var n = 0; n < cell.Chunk.Count; n++)
        {
            var (a, b) = (Magnitudes(first[n]), Magnitudes(second[n]));
            figures.Set(Absolute, n, RankCorrelation.Spearman(a, b));
            figures.Set(Signed, n, RankCorrelation.Spearman(first[n], second[n]));
            figures.Set(Overlap, n, TopOverlap.Of(a, b));
        }
    }

    private void CompareDigits(CellRequest cell, CellFigures figures)
    {
        var scenes = cell.Chunk.Items.Select(((GlyphDataset)cell.Subject.Data.Images).Scene).ToList();
        var maps = Enumerable.Range(0, 2).Select(d => MapShapes.Rows(cell.MapOf([.. scenes.Select(s => s.Digits[d].Class + cell.Subject.LabelOffset)]))).ToList();
        for (var n = 0; n < cell.Chunk.Count; n++)
        {
            var masks = scenes[n].Digits.Select(d => d.Mask).ToList();
            var own = Enumerable.Range(0, 2).Select(d => OnDigits(maps[d][n], masks[d], masks[1 - d])).ToList();
            figures.Set(OwnMass, n, own.Average(o => o.Mass));
            figures.Set(OwnRank, n, own.Average(o => o.Rank));
            figures.Set(OwnArea, n, own.Average(o => o.Area));
        }
    }

    /// <summary>Mass and rank accuracy where only the pixels of the two digits exist.</summary>
    private (double Mass, double Rank, double Area) OnDigits(double[] map, PixelMask own, PixelMask other)
    {
        var places = Enumerable.Range(0, map.Length).Where(p => own.Values[p] || other.Values[p]).ToArray();
        var evidence = places.Select(p => (float)(_settings.Evidence == MapEvidence.Absolute ? Math.Abs(map[p]) : Math.Max(0, map[p]))).ToArray();
        var mask = new PixelMask(1, places.Length, places.Select(p => own.Values[p]).ToArray());
        return (LocalizationMetrics.Mass(evidence, mask), LocalizationMetrics.RankAccuracy(evidence, mask), LocalizationMetrics.Chance(mask));
    }

    private static double[] Magnitudes(double[] map) => [.. map.Select(Math.Abs)];
}

/// <summary>Settings of <see cref="ClassSensitivity"/>.</summary>
/// <param name="Evidence">Which part of a map counts as evidence on a digit.</param>
public sealed record ClassSensitivitySettings(MapEvidence Evidence = MapEvidence.Positive);
