using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Salience.Evaluation.Choices;

namespace Salience.Cli.Evaluating.Choosing;

/// <summary>A study of choices as JSON.</summary>
internal static class ChoicesJson
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document: the method, its varied settings, its variants, and for each task every figure and what follows from it.</summary>
    public static string Write(ChoiceStudy study) => new JsonObject
    {
        ["method"] = study.Grid.Method,
        ["settings"] = new JsonArray([.. study.Grid.Keys.Select(k => new JsonObject { ["name"] = k.Name, ["values"] = Texts(k.Values) })]),
        ["variants"] = Texts(study.Grid.Variants.Select(v => v.Name)),
        ["tasks"] = new JsonArray([.. study.Tasks.Select(t => Task(study, t))]),
    }.ToJsonString(Format);

    private static JsonObject Task(ChoiceStudy study, ChoiceTask task) => new()
    {
        ["name"] = task.Name,
        ["direction"] = task.Direction.ToString().ToLowerInvariant(),
        ["values"] = Numbers(task.Values),
        ["others"] = Object(task.Others),
        ["effects"] = new JsonArray([.. task.Effects.Select(e => new JsonObject { ["setting"] = e.Key.Name, ["means"] = Object(e.Means), ["shareOfVariance"] = e.ShareOfVariance })]),
        ["best"] = task.Best.Variant.Name,
        ["worst"] = task.Worst.Variant.Name,
        ["places"] = new JsonArray([.. task.Ranks.Select(r => (JsonNode)r)]),
        ["agreement"] = new JsonObject(study.Tasks.Where(o => !ReferenceEquals(o, task)).Select(o => KeyValuePair.Create(o.Name, Finite(ChoiceStudy.Agreement(task, o))))),
    };

    private static JsonArray Texts(IEnumerable<string> values) => new([.. values.Select(v => (JsonNode)v)]);

    private static JsonArray Numbers(IEnumerable<double> values) => new([.. values.Select(Finite)]);

    private static JsonObject Object(IReadOnlyDictionary<string, double> values) => new(values.Select(v => KeyValuePair.Create(v.Key, Finite(v.Value))));

    private static JsonNode? Finite(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
