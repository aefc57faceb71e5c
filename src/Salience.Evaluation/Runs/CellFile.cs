using System.Text.Json;
using System.Text.Json.Nodes;
using Salience.Evaluation.Experiments;
using Salience.Evaluation.Records;

namespace Salience.Evaluation.Runs;

/// <summary>A finished cell in a file: which cell it is, and the figures of every item.</summary>
internal static class CellFile
{
    /// <summary>Writes the figures of a cell.</summary>
    public static void Write(string path, PlannedCell cell, CellFigures figures)
    {
        var values = new JsonObject();
        foreach (var (metric, numbers) in figures.Values)
            values[metric] = new JsonArray([.. numbers.Select(EvaluationJson.Number)]);
        var json = Head(cell);
        json["figures"] = values;
        EvaluationJson.Save(path, json.ToJsonString(EvaluationJson.Compact) + "\n");
    }

    /// <summary>Reads the figures of a cell.</summary>
    /// <returns>By metric; <see langword="null"/> where the file is absent, torn or of another cell, so that the cell is to be measured anew.</returns>
    public static IReadOnlyDictionary<string, double[]>? Read(string path, PlannedCell cell)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            var json = JsonNode.Parse(File.ReadAllBytes(path))!.AsObject();
            var figures = json["figures"]!.AsObject();
            json.Remove("figures");
            if (!JsonNode.DeepEquals(json, Head(cell)))
                return null;
            return figures.ToDictionary(f => f.Key, f => f.Value!.AsArray().Select(v => (double?)v ?? double.NaN).ToArray());
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or NullReferenceException)
        {
            return null;
        }
    }

    private static JsonObject Head(PlannedCell cell) => new()
    {
        ["part"] = cell.Part.Name,
        ["method"] = cell.MethodName,
        ["items"] = new JsonArray([.. cell.Items.Select(i => (JsonNode?)i)]),
    };
}
