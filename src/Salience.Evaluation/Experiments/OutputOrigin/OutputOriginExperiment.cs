using Salience.Attribution;
using Salience.Decomposition;
using Salience.Evaluation.MapSimilarity;
using Salience.Evaluation.Metrics;
using Salience.Evaluation.Statistics;
using Salience.Evaluation.Subjects;
using Salience.PostProcessing;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.OutputOrigin;

/// <summary>Where the output of a network comes from: the input, its layers, kinds of bias; and what FullGrad owes to the biases. docs/axioms.md has the formulas.</summary>
public sealed class OutputOriginExperiment : Experiment
{
    private const string Source = "Srinivas and Fleuret 2019, proposition 3; the shares are ours";
    private const string Criticism = "Shares of terms that cancel are large and of both signs; see cancellation. They describe the linearisation at the picture, not what the output would be without a layer.";
    private const string MapCriticism = "Two maps that rank pixels alike need not look alike; a rank correlation gives the many pixels without much to say the same weight as the few with.";

    /// <summary>Shares of the output.</summary>
    internal static readonly ExperimentPart Terms = new("terms", "terms of the output");

    /// <summary>Maps of some terms against that of all.</summary>
    internal static readonly ExperimentPart Maps = new("maps", "maps of some terms against that of all");

    private static readonly MetricAxis Depth = new("depth", "share of bias terms", [.. Enumerable.Range(0, 21).Select(k => k / 20.0)]);
    private static readonly Metric Input = Share("input-share", "⟨∇f, x⟩ / f: the input term.");
    private static readonly Metric Explicit = Share("explicit-share", "Σ terms of biases that are constants of the network / f.");
    private static readonly Metric Implicit = Share("implicit-share", "Σ terms of biases that depend on the input, wholly or in part / f: nonlinearities other than ReLU, products, norms.");
    private static readonly Metric Absent = Share("absent-share", "Σ terms without a place on the picture / f: fully-connected layers and what stands behind global pooling. Counted in the other shares too.");
    private static readonly Metric Cancellation = Share("cancellation", "Σ|terms| / |f|: 1 where all terms pull one way.") with { Unit = "" };
    private static readonly Metric Residual = Share("residual", "|Σ terms − f| / max(1, |f|).") with { Unit = "", Direction = MetricDirection.Lower };
    private static readonly Metric Curve = Share("share-up-to-depth", "(Input term + bias terms of the first layers) / f: from the input share at depth 0 to 1, the k-th of K bias terms at depth k/K.", Depth);
    private static readonly Metric Magnitude = Share("magnitude-up-to-depth", "The same of magnitudes, over Σ|terms|.", Depth);
    private static readonly Metric WithoutBiases = Ablation("without-biases", "the input term alone (terms=input)");
    private static readonly Metric BiasesOnly = Ablation("biases-only", "the bias terms alone (terms=biases)");
    private static readonly Metric ExplicitOnly = Ablation("without-implicit", "input term and constants of the network (terms=input-and-explicit)");

    private static readonly Metric Difference = new(
        "without-biases-difference", "", MetricDirection.Neither, "‖S − S_input‖₁ / ½(‖S‖₁ + ‖S_input‖₁) of the FullGrad map and that of the input term alone, each divided by its sum of magnitudes.", Source, MapCriticism);

    private static readonly (Metric Metric, FullGradTerms Terms)[] Ablations =
    [
        (WithoutBiases, FullGradTerms.Input), (BiasesOnly, FullGradTerms.Biases), (ExplicitOnly, FullGradTerms.InputAndExplicit),
    ];

    private readonly OutputOriginSettings _settings;
    private readonly Preset _preset;

    /// <summary>Prepares the experiment.</summary>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">There is no such preset; the message lists those that exist.</exception>
    public OutputOriginExperiment(OutputOriginSettings? settings = null)
    {
        _settings = settings ?? new OutputOriginSettings();
        _preset = Presets.Find(_settings.Preset);
    }

    /// <summary>What the experiment is.</summary>
    public static ExperimentDescription About { get; } = new(
        "output-origin",
        "Where does the output come from: the input, which layers, which kinds of bias?",
        "Each picture is decomposed for the predicted class; terms are divided by the output. The FullGrad map is compared with those of some of its terms.",
        "Srinivas and Fleuret 2019, proposition 3; asked by its reviewers",
        ExperimentNeeds.Model | ExperimentNeeds.Images);

    /// <inheritdoc/>
    public override ExperimentDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings);

    /// <inheritdoc/>
    public override IReadOnlyList<Metric> Metrics { get; } =
        [Input, Explicit, Implicit, Absent, Cancellation, Residual, Curve, Magnitude, WithoutBiases, BiasesOnly, ExplicitOnly, Difference];

    /// <inheritdoc/>
    public override IReadOnlyList<ExperimentPart> Parts(EvaluationSubject subject) => [Terms, Maps];

    /// <inheritdoc/>
    public override void Measure(CellRequest cell, CellFigures figures)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(figures);
        for (var first = 0; first < cell.Chunk.Count; first += cell.Batch)
            Measure(cell, figures, first, Math.Min(cell.Batch, cell.Chunk.Count - first));
    }

    private void Measure(CellRequest cell, CellFigures figures, int first, int count)
    {
        using var scope = NewDisposeScope();
        using var whole = Explain(cell, FullGradTerms.All, first, count);
        if (cell.Part == Terms)
            MeasureTerms(whole, figures, first);
        else
            MeasureMaps(cell, whole, figures, first, count);
    }

    private static void MeasureTerms(FullGradExplanation whole, CellFigures figures, int first)
    {
        for (var i = 0; i < whole.Scores.Count; i++)
        {
            var (item, shares) = (first + i, new TermShares(whole.Completeness, i));
            figures.Set(Input, item, shares.Input);
            figures.Set(Explicit, item, shares.Explicit);
            figures.Set(Implicit, item, shares.Implicit);
            figures.Set(Absent, item, shares.Absent);
            figures.Set(Cancellation, item, shares.Cancellation);
            figures.Set(Residual, item, whole.Completeness.Residual(i));
            figures.Set(Curve, item, shares.UpTo(Depth.Points));
            figures.Set(Magnitude, item, shares.MagnitudeUpTo(Depth.Points));
        }
    }

    private void MeasureMaps(CellRequest cell, FullGradExplanation whole, CellFigures figures, int first, int count)
    {
        foreach (var (metric, terms) in Ablations)
        {
            using var part = Explain(cell, terms, first, count);
            for (var i = 0; i < count; i++)
                figures.Set(metric, first + i, RankCorrelation.Spearman(PerImage.Values(whole.Map[i].flatten()), PerImage.Values(part.Map[i].flatten())));
            if (metric != WithoutBiases)
                continue;
            foreach (var (i, difference) in MapDistance.Relative(Shape(whole.Map), Shape(part.Map)).Index())
                figures.Set(Difference, first + i, difference);
        }
    }

    private FullGradExplanation Explain(CellRequest cell, FullGradTerms terms, int first, int count)
    {
        using var method = new FullGrad(cell.Subject.Model.Network, new FullGradSettings(_preset, Terms: terms));
        var classes = cell.Chunk.Predicted.Skip(first).Take(count).ToArray();
        return method.Explain(cell.Chunk.Images.narrow(0, first, count), Target.Classes(classes), progress: null, cell.Cancellation);
    }

    /// <summary>Each map divided by its sum of magnitudes; empty maps stay empty.</summary>
    private static Tensor Shape(Tensor maps) => maps / maps.abs().sum([1, 2, 3], keepdim: true).clamp_min(1e-30);

    private static Metric Share(string name, string definition, MetricAxis? axis = null) =>
        new(name, "share of f", MetricDirection.Neither, definition, Source, Criticism, axis);

    private static Metric Ablation(string name, string terms) => new(
        name, "", MetricDirection.Neither, $"Spearman's rank correlation of the pixels of the FullGrad map and of the map of {terms}.", Source, MapCriticism);
}
