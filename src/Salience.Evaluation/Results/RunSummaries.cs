using System.Text.Json;
using System.Text.Json.Nodes;
using Salience.Evaluation.Experiments;
using Salience.Evaluation.Metrics;
using Salience.Evaluation.Statistics;

namespace Salience.Evaluation.Results;

/// <summary>What a finished run found, read from its <c>results.json</c>.</summary>
/// <param name="Folder">The run folder.</param>
/// <param name="Experiment">Name of the experiment.</param>
/// <param name="Metrics">The metrics.</param>
/// <param name="Parts">The conditions.</param>
/// <param name="Methods">Names of the methods.</param>
/// <param name="All">The summaries, a list of points for each part, method and metric.</param>
public sealed record RunSummaries(
    string Folder, string Experiment, IReadOnlyList<Metric> Metrics, IReadOnlyList<ExperimentPart> Parts, IReadOnlyList<string> Methods, IReadOnlyList<PointSummaries> All)
{
    private readonly Dictionary<(string Part, string Method, string Metric), PointSummaries> _byName = All.ToDictionary(s => (s.Part, s.Method, s.Metric));

    /// <summary>The summaries of a part, method and metric; <see langword="null"/> where the part does not give them.</summary>
    /// <param name="part">Name of the part.</param>
    /// <param name="method">Name of the method.</param>
    /// <param name="metric">Name of the metric.</param>
    public IReadOnlyList<SampleSummary?>? Find(string part, string method, string metric) => _byName.GetValueOrDefault((part, method, metric))?.Points;

    /// <summary>Reads a run.</summary>
    /// <param name="folder">The run folder.</param>
    /// <exception cref="InvalidDataException">The folder holds no finished run, or its results cannot be read; the message says what to do.</exception>
    public static RunSummaries Read(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var path = Path.Combine(folder, "results.json");
        if (!File.Exists(path))
        {
            throw new InvalidDataException(File.Exists(Path.Combine(folder, "run.json"))
                ? $"{folder}: holds an unfinished run; repeat the command that began it, and it goes on."
                : $"{folder}: holds no run of an experiment ({path} is missing); name the folder that --out named.");
        }

        try
        {
            var json = JsonNode.Parse(File.ReadAllBytes(path))!;
            if ((int)json["version"]! is var version && version != ResultsJson.Version)
                throw new InvalidDataException($"{path}: has version {version} of the format; this program reads version {ResultsJson.Version}. Repeat the run.");
            return new RunSummaries(
                folder,
                (string)json["experiment"]!["name"]!,
                [.. json["metrics"]!.AsArray().Select(m => ReadMetric(m!))],
                [.. json["parts"]!.AsArray().Select(p => new ExperimentPart((string)p!["name"]!, (string)p["title"]!, (bool)p["reversed"]!))],
                [.. json["methods"]!.AsArray().Select(m => (string)m!["name"]!)],
                [.. json["summaries"]!.AsArray().Select(s => new PointSummaries((string)s!["part"]!, (string)s["method"]!, (string)s["metric"]!, [.. s["points"]!.AsArray().Select(p => ReadSummary(p!))]))]);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or NullReferenceException or ArgumentException)
        {
            throw new InvalidDataException($"{path}: is damaged ({error.Message}); delete it and repeat the run, whose finished cells are kept.", error);
        }
    }

    private static Metric ReadMetric(JsonNode json) => new(
        (string)json["name"]!, (string)json["unit"]!, Enum.Parse<MetricDirection>((string)json["direction"]!, ignoreCase: true), (string)json["definition"]!, (string)json["source"]!, (string)json["criticism"]!,
        json["axis"] is not { } axis ? null : new MetricAxis(
            (string)axis["name"]!, (string)axis["unit"]!, [.. axis["points"]!.AsArray().Select(p => (double?)p ?? double.NaN)], axis["labels"]?.AsArray().Select(l => (string)l!).ToList()));

    private static SampleSummary? ReadSummary(JsonNode json) => (int)json["n"]! is var n && n == 0 ? null
        : new SampleSummary(n, (double)json["mean"]!, (double)json["median"]!, (double)json["low"]!, (double)json["high"]!);
}

/// <summary>Summaries of one metric for one method under one condition.</summary>
/// <param name="Part">Name of the condition.</param>
/// <param name="Method">Name of the method.</param>
/// <param name="Metric">Name of the metric.</param>
/// <param name="Points">For each point of the metric's axis, or one; <see langword="null"/> where no item has a figure.</param>
public sealed record PointSummaries(string Part, string Method, string Metric, IReadOnlyList<SampleSummary?> Points);
