using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Salience.Evaluation.Experiments;
using Salience.Evaluation.Maps;
using Salience.Evaluation.Records;
using Salience.Evaluation.Subjects;
using TorchSharp;

namespace Salience.Evaluation.Runs;

/// <summary>What is written into <c>run.json</c>: what must agree for a run to go on, and under which circumstances it began.</summary>
internal static class RunIdentity
{
    /// <summary>Experiment, settings, methods, hashes of model and data, and versions: equal identities give equal results.</summary>
    public static JsonObject Of(Experiment experiment, EvaluationSubject subject, IReadOnlyList<MapSource> methods, RunPlan plan, RunSettings settings)
    {
        var identity = Common(experiment, subject, methods, plan, settings);
        if (experiment.TrainingPictures(subject, settings.Seed) is { } training)
        {
            identity["training"] = new JsonObject
            {
                ["name"] = training.Name,
                ["count"] = training.Count,
                ["sha256"] = (subject.Data with { Images = training }).Sha256(Enumerable.Range(0, training.Count)),
            };
        }

        return identity;
    }

    /// <summary>The machine and when the run began.</summary>
    public static JsonObject Circumstances() => new()
    {
        ["started"] = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
        ["system"] = RuntimeInformation.OSDescription,
        ["architecture"] = RuntimeInformation.ProcessArchitecture.ToString(),
        ["processors"] = Environment.ProcessorCount,
        ["memoryBytes"] = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
    };

    private static JsonObject Common(Experiment experiment, EvaluationSubject subject, IReadOnlyList<MapSource> methods, RunPlan plan, RunSettings settings) => new()
    {
        ["experiment"] = experiment.Description.Name,
        ["settings"] = EvaluationJson.Object(experiment.Settings),
        ["methods"] = new JsonArray([.. methods.Select(m => (JsonNode)new JsonObject { ["name"] = m.Name, ["settings"] = EvaluationJson.Object(m.Settings) })]),
        ["model"] = subject.HasModel ? new JsonObject { ["name"] = subject.Model.Name, ["sha256"] = subject.Model.Sha256 } : null,
        ["data"] = subject.HasData
            ? new JsonObject
            {
                ["name"] = subject.Data.Images.Name,
                ["normalization"] = subject.Data.Normalization.Name,
                ["labelOffset"] = subject.LabelOffset,
                ["count"] = plan.AllItems.Count,
                ["sha256"] = subject.Data.Sha256(plan.AllItems),
            }
            : null,
        ["parts"] = new JsonArray([.. plan.Parts.Select(p => (JsonNode)p.Name)]),
        ["limit"] = settings.Limit,
        ["seed"] = settings.Seed,
        ["chunk"] = settings.Chunk,
        ["batch"] = settings.Batch,
        ["threads"] = settings.Threads,
        ["versions"] = Versions(),
    };

    private static JsonObject Versions() => new()
    {
        ["salience"] = Version(typeof(Experiment).Assembly),
        ["torchSharp"] = Version(typeof(torch).Assembly),
        ["skiaSharp"] = Version(typeof(SkiaSharp.SKBitmap).Assembly),
        ["scottPlot"] = Version(typeof(ScottPlot.Plot).Assembly),
        ["dotnet"] = Environment.Version.ToString(),
    };

    private static string Version(Assembly assembly) =>
        (assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? assembly.GetName().Version?.ToString() ?? "unknown").Split('+')[0];
}
