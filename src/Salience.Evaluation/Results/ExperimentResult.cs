using Salience.Evaluation.Experiments;
using Salience.Evaluation.Metrics;
using Salience.Evaluation.Statistics;

namespace Salience.Evaluation.Results;

/// <summary>What a run found: figures item by item, summaries, and comparisons of methods.</summary>
/// <param name="Experiment">What was asked and how.</param>
/// <param name="Settings">The experiment's settings.</param>
/// <param name="Subject">Model and data in words, with their hashes.</param>
/// <param name="Run">How much was measured.</param>
/// <param name="Metrics">The metrics.</param>
/// <param name="Parts">The conditions.</param>
/// <param name="Methods">The methods.</param>
/// <param name="Figures">By part, then method, then metric.</param>
/// <param name="Comparisons">Of every pair of methods by every metric that compares, with p-values corrected for the number of comparisons by that metric.</param>
public sealed record ExperimentResult(
    ExperimentDescription Experiment,
    IReadOnlyDictionary<string, string> Settings,
    ResultSubject Subject,
    Runs.RunSettings Run,
    IReadOnlyList<Metric> Metrics,
    IReadOnlyList<ExperimentPart> Parts,
    IReadOnlyList<ResultMethod> Methods,
    IReadOnlyList<MetricFigures> Figures,
    IReadOnlyList<MethodComparison> Comparisons)
{
    /// <summary>The figures of a part, method and metric, or <see langword="null"/> where the part does not give them.</summary>
    /// <param name="part">Name of the part.</param>
    /// <param name="method">Name of the method.</param>
    /// <param name="metric">Name of the metric.</param>
    public MetricFigures? Find(string part, string method, string metric) =>
        Figures.FirstOrDefault(f => f.Part.Name == part && f.Method == method && f.Metric.Name == metric);
}

/// <summary>Model and data of a result.</summary>
/// <param name="Model">The model's file; <see langword="null"/> where there was none.</param>
/// <param name="ModelSha256">Its hash.</param>
/// <param name="Data">The data set; <see langword="null"/> where there was none.</param>
/// <param name="Normalization">How pixels became inputs.</param>
public sealed record ResultSubject(string? Model, string? ModelSha256, string? Data, string? Normalization);

/// <summary>A method of a result.</summary>
/// <param name="Name">As it was asked for.</param>
/// <param name="Formula">What it computes.</param>
/// <param name="Source">Whose definition it is.</param>
/// <param name="Settings">All settings.</param>
public sealed record ResultMethod(string Name, string Formula, string Source, IReadOnlyDictionary<string, string> Settings);

/// <summary>The figures of one metric for one method under one condition.</summary>
/// <param name="Part">The condition.</param>
/// <param name="Method">Name of the method.</param>
/// <param name="Metric">The metric.</param>
/// <param name="Items">Numbers of the items.</param>
/// <param name="Values">All items one after the other, each with all points of the metric's axis; <see cref="double.NaN"/> where there is none.</param>
/// <param name="Summaries">For each point, over the items that have a figure; <see langword="null"/> where none has.</param>
public sealed record MetricFigures(
    ExperimentPart Part, string Method, Metric Metric, IReadOnlyList<int> Items, IReadOnlyList<double> Values, IReadOnlyList<SampleSummary?> Summaries);

/// <summary>Two methods compared item by item.</summary>
/// <param name="Part">The condition.</param>
/// <param name="Metric">The metric.</param>
/// <param name="First">One method.</param>
/// <param name="Second">The other.</param>
/// <param name="Pairs">Items for which both have a figure.</param>
/// <param name="MeanDifference">Mean of first − second.</param>
/// <param name="Test">Wilcoxon's signed-rank test, with the effect size.</param>
/// <param name="CorrectedPValue">Corrected by <see cref="Holm"/> over all comparisons by this metric in the run.</param>
public sealed record MethodComparison(
    ExperimentPart Part, Metric Metric, string First, string Second, int Pairs, double MeanDifference, SignedRankTest Test, double CorrectedPValue)
{
    /// <summary>The corrected p-value below which a difference counts as found.</summary>
    public const double Level = 0.05;

    /// <summary>The better method, or <see langword="null"/> where no difference was found or the metric has no direction.</summary>
    public string? Better => CorrectedPValue >= Level || Part.DirectionOf(Metric) == MetricDirection.Neither ? null
        : Test.RankBiserial > 0 == (Part.DirectionOf(Metric) == MetricDirection.Higher) ? First : Second;
}
