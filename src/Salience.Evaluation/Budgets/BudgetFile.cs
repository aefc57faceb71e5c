using System.Text.Json;
using System.Text.Json.Nodes;
using Salience.Evaluation.Records;

namespace Salience.Evaluation.Budgets;

/// <summary><c>plan.json</c>: the sizes that were chosen, so that going on after an interruption repeats them instead of measuring anew.</summary>
public static class BudgetFile
{
    /// <summary>Reads a plan.</summary>
    /// <param name="path">The file.</param>
    /// <param name="request">What was asked for.</param>
    /// <returns>The plan, or <see langword="null"/> where the file is absent.</returns>
    /// <exception cref="InvalidDataException">The file is damaged or the plan of another request; the message says what differs.</exception>
    public static BudgetPlan? Read(string path, JsonObject request)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            var json = JsonNode.Parse(File.ReadAllBytes(path))!.AsObject();
            var differences = EvaluationJson.Differences(json["request"], request);
            if (differences.Count > 0)
                throw new InvalidDataException($"{path}: is the plan of another run: {string.Join("; ", differences)}. Repeat its settings to go on with it, or name another folder.");
            return new BudgetPlan((double)json["seconds"]!, [.. json["experiments"]!.AsArray().Select(e => new BudgetShare(
                (string)e!["name"]!, (int)e["limit"]!, (int)e["available"]!, (double)e["expectedSeconds"]!, (string?)e["cut"]))]);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or NullReferenceException)
        {
            throw new InvalidDataException($"{path}: is damaged ({error.Message}); name another folder.", error);
        }
    }

    /// <summary>Writes a plan.</summary>
    /// <param name="path">The file.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="plan">The plan.</param>
    public static void Write(string path, JsonObject request, BudgetPlan plan)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(plan);
        EvaluationJson.Save(path, new JsonObject
        {
            ["request"] = request.DeepClone(),
            ["seconds"] = plan.Seconds,
            ["experiments"] = new JsonArray([.. plan.Shares.Select(s => new JsonObject
            {
                ["name"] = s.Name, ["limit"] = s.Limit, ["available"] = s.Available, ["expectedSeconds"] = Math.Round(s.ExpectedSeconds, 2), ["cut"] = s.Cut,
            })]),
        }.ToJsonString(EvaluationJson.Indented) + "\n");
    }
}
