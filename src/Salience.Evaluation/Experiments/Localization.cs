using Salience.Attribution;
using Salience.Evaluation.Metrics;
using Salience.PostProcessing;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments;

/// <summary>Settings of <see cref="Localization"/>.</summary>
/// <param name="Explain">Which class is explained.</param>
/// <param name="Evidence">Which part of a map counts.</param>
public sealed record LocalizationSettings(ExplainedClass Explain = ExplainedClass.True, MapEvidence Evidence = MapEvidence.Positive);

/// <summary>Which class of a picture is explained.</summary>
public enum ExplainedClass
{
    /// <summary>The class that the picture has: what it shows is in the mask.</summary>
    True,

    /// <summary>The class that the network says.</summary>
    Predicted,
}

/// <summary>Which part of a map counts as evidence of where something is.</summary>
public enum MapEvidence
{
    /// <summary><c>max(0, m)</c>: what speaks for the explained class; for maps with a sign, and no change to maps without.</summary>
    Positive,

    /// <summary><c>|m|</c>: what matters at all.</summary>
    Absolute,
}

/// <summary>Measures how much of the maps falls on what pictures show, given exact masks; <see cref="LocalizationMetrics"/> has the formulas.</summary>
public sealed class Localization(LocalizationSettings? settings = null) : Experiment
{
    private const string Criticism = "What lies in the mask need not be all that the network uses: a map that is right about a network that looks at the ground is punished.";
    private static readonly Metric Mass = new(
        "mass", "share", MetricDirection.Higher, "Share of the map's evidence in the mask.", "Relevance mass accuracy: Kohlbrenner et al. 2020; Arras et al. 2022", Criticism);

    private static readonly Metric Rank = new(
        "rank-accuracy", "share", MetricDirection.Higher, "Share of the K most relevant pixels that is in the mask, K pixels being in the mask.", "Arras et al. 2022",
        Criticism + " Blurred maps gain.");

    private static readonly Metric Pointing = new(
        "pointing-game", "share", MetricDirection.Higher, "1 where the most relevant pixel is in the mask, else 0.", "Zhang et al. 2018, without their margin of 15 pixels",
        "One pixel decides; large objects are hit by chance. " + Criticism);

    private static readonly Metric Chance = new(
        "chance", "share", MetricDirection.Neither, "The mask's share of the picture: what a map that knows nothing gets in each metric.", "Control", "None: it depends on the mask alone.", Compared: false);

    private readonly LocalizationSettings _settings = settings ?? new LocalizationSettings();

    /// <summary>What the experiment is.</summary>
    public static ExperimentDescription About { get; } = new(
        "localization",
        "How much of a map falls on what the picture shows?",
        "Each picture is explained for its true class (or the predicted one); the positive part of the map (or its magnitude) is compared with the exact mask of what the label names. Ties count as if broken at random.",
        "Arras et al. 2022 (CLEVR-XAI), on drawn scenes whose masks are exact",
        ExperimentNeeds.Model | ExperimentNeeds.Images | ExperimentNeeds.Masks | ExperimentNeeds.Methods);

    /// <inheritdoc/>
    public override ExperimentDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings);

    /// <inheritdoc/>
    public override IReadOnlyList<Metric> Metrics { get; } = [Mass, Rank, Pointing, Chance];

    /// <inheritdoc/>
    public override IReadOnlyList<string> DefaultMethods { get; } =
        [.. Presets.All.Select(preset => $"fullgrad:preset={preset.Name}"), "saliency:map=absolute-sum", "input-x-gradient", "grad-cam", "guided-backprop"];

    /// <inheritdoc/>
    public override void Measure(CellRequest cell, CellFigures figures)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(figures);
        using var scope = NewDisposeScope();
        var map = cell.MapOf(_settings.Explain == ExplainedClass.True ? cell.Chunk.Labels : cell.Chunk.Predicted);
        var evidence = _settings.Evidence == MapEvidence.Absolute ? map.abs() : map.clamp_min(0);
        var values = evidence.to_type(ScalarType.Float32).contiguous().data<float>().ToArray();
        var size = values.Length / cell.Chunk.Count;
        for (var i = 0; i < cell.Chunk.Count; i++)
        {
            var mask = cell.Subject.Data.MaskOf!(cell.Chunk.Items[i]);
            var one = values.AsSpan(i * size, size);
            figures.Set(Mass, i, LocalizationMetrics.Mass(one, mask));
            figures.Set(Rank, i, LocalizationMetrics.RankAccuracy(one, mask));
            figures.Set(Pointing, i, LocalizationMetrics.PointingGame(one, mask));
            figures.Set(Chance, i, LocalizationMetrics.Chance(mask));
        }
    }
}
