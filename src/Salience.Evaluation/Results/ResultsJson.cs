using System.Text.Json.Nodes;
using Salience.Evaluation.Metrics;
using Salience.Evaluation.Records;
using Salience.Evaluation.Statistics;

namespace Salience.Evaluation.Results;

/// <summary><c>results.json</c>: what was measured and how, summaries and comparisons; docs/evaluation.md says what each field is.</summary>
public static class ResultsJson
{
    /// <summary>Number of the format; a change that readers must know of raises it.</summary>
    public const int Version = 1;

    /// <summary>The document.</summary>
    /// <param name="result">What was found.</param>
    public static string Write(ExperimentResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new JsonObject
        {
            ["version"] = Version,
            ["experiment"] = Experiment(result),
            ["subject"] = new JsonObject
            {
                ["model"] = result.Subject.Model,
                ["modelSha256"] = result.Subject.ModelSha256,
                ["data"] = result.Subject.Data,
                ["normalization"] = result.Subject.Normalization,
            },
            ["seed"] = result.Run.Seed,
            ["metrics"] = new JsonArray([.. result.Metrics.Select(Metric)]),
            ["parts"] = new JsonArray([.. result.Parts.Select(p => new JsonObject { ["name"] = p.Name, ["title"] = p.Title, ["reversed"] = p.Reversed })]),
            ["methods"] = new JsonArray([.. result.Methods.Select(m => new JsonObject
            {
                ["name"] = m.Name, ["formula"] = m.Formula, ["source"] = m.Source, ["settings"] = EvaluationJson.Object(m.Settings),
            })]),
            ["summaries"] = new JsonArray([.. result.Figures.Select(Summaries)]),
            ["comparisons"] = new JsonArray([.. result.Comparisons.Select(Comparison)]),
        }.ToJsonString(EvaluationJson.Indented);
    }

    private static JsonObject Experiment(ExperimentResult result) => new()
    {
        ["name"] = result.Experiment.Name,
        ["question"] = result.Experiment.Question,
        ["protocol"] = result.Experiment.Protocol,
        ["source"] = result.Experiment.Source,
        ["settings"] = EvaluationJson.Object(result.Settings),
    };

    private static JsonObject Metric(Metric metric) => new()
    {
        ["name"] = metric.Name,
        ["unit"] = metric.Unit,
        ["direction"] = metric.Direction.ToString().ToLowerInvariant(),
        ["definition"] = metric.Definition,
        ["source"] = metric.Source,
        ["criticism"] = metric.Criticism,
        ["axis"] = metric.Axis is not { } axis ? null : new JsonObject
        {
            ["name"] = axis.Name,
            ["unit"] = axis.Unit,
            ["points"] = new JsonArray([.. axis.Points.Select(EvaluationJson.Number)]),
            ["labels"] = axis.Labels is null ? null : new JsonArray([.. axis.Labels.Select(l => (JsonNode)l)]),
        },
    };

    private static JsonObject Summaries(MetricFigures figures) => new()
    {
        ["part"] = figures.Part.Name,
        ["method"] = figures.Method,
        ["metric"] = figures.Metric.Name,
        ["points"] = new JsonArray([.. figures.Summaries.Select((s, i) => Summary(figures.Metric.Axis?.Points[i], s))]),
    };

    private static JsonObject Summary(double? point, SampleSummary? summary) => new()
    {
        ["point"] = point,
        ["n"] = summary?.Count ?? 0,
        ["mean"] = summary?.Mean,
        ["median"] = summary?.Median,
        ["low"] = summary?.Low,
        ["high"] = summary?.High,
    };

    private static JsonObject Comparison(MethodComparison c) => new()
    {
        ["part"] = c.Part.Name,
        ["metric"] = c.Metric.Name,
        ["first"] = c.First,
        ["second"] = c.Second,
        ["pairs"] = c.Pairs,
        ["meanDifference"] = c.MeanDifference,
        ["rankBiserial"] = c.Test.RankBiserial,
        ["pValue"] = c.Test.PValue,
        ["correctedPValue"] = c.CorrectedPValue,
        ["better"] = c.Better,
    };
}
