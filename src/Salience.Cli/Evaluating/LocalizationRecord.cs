using Salience.Cli.Records;
using Salience.Evaluation.Experiments;
using Salience.Evaluation.Statistics;
using Salience.Imaging;

namespace Salience.Cli.Evaluating;

/// <summary><c>localization.json</c>: what was measured, how, and what came out.</summary>
/// <param name="Version">Version of the tool.</param>
/// <param name="Model">The model.</param>
/// <param name="Data">The data set.</param>
/// <param name="Normalization">How pixels became inputs.</param>
/// <param name="Scenes">Number of scenes.</param>
/// <param name="Seed">Seed of scenes, random maps and bootstrap.</param>
/// <param name="Explained">Which class was explained.</param>
/// <param name="Accuracy">Share of the scenes that the network classifies rightly.</param>
/// <param name="Metrics">The metrics, their direction and source.</param>
/// <param name="Chance">What a map that knows nothing gets in each metric.</param>
/// <param name="Methods">The methods.</param>
internal sealed record LocalizationRecord(
    string Version,
    ModelRecord Model,
    string Data,
    string Normalization,
    int Scenes,
    long Seed,
    string Explained,
    double Accuracy,
    IReadOnlyList<MetricRecord> Metrics,
    SampleSummary Chance,
    IReadOnlyList<LocalizationMethodRecord> Methods)
{
    private static readonly MetricRecord[] Definitions =
    [
        new("mass", "share of the map's evidence in the mask", "higher is better", "Kohlbrenner et al. 2020; Arras et al. 2022"),
        new("rankAccuracy", "share of the K most relevant pixels in the mask, K pixels being in the mask", "higher is better", "Arras et al. 2022"),
        new("pointingGame", "1 where the most relevant pixel is in the mask, else 0", "higher is better", "Zhang et al. 2018, without margin"),
    ];

    /// <summary>The record of a result.</summary>
    public static LocalizationRecord Of(ModelRecord model, Normalization normalization, LocalizationResult result) => new(
        VersionReport.Version,
        model,
        result.Dataset,
        normalization.Name,
        result.Images.Count,
        result.Settings.Seed,
        result.Settings.Explained == ExplainedClass.True ? "true" : "predicted",
        result.Accuracy,
        Definitions,
        result.Chance,
        [.. result.Methods.Select(m => new LocalizationMethodRecord(
            m.Name,
            m.Definition,
            m.Evidence == MapEvidence.Positive ? "positive part" : "absolute value",
            m.Mass.Summary,
            m.RankAccuracy.Summary,
            m.PointingGame.Summary))]);
}

/// <summary>A metric.</summary>
internal sealed record MetricRecord(string Name, string Definition, string Direction, string Source);

/// <summary>A method in summary.</summary>
internal sealed record LocalizationMethodRecord(
    string Name, string Definition, string Evidence, SampleSummary Mass, SampleSummary RankAccuracy, SampleSummary PointingGame);
