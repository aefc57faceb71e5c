using System.Globalization;
using System.Text.Json;

namespace Salience.Cli.Inspecting;

/// <summary>A training record in one sentence. The whole of it is in <c>--json</c>.</summary>
internal static class TrainingSummary
{
    /// <summary>Epochs, optimiser, data, seed and accuracy; the record as it stands where it is not one of Salience's.</summary>
    public static string Of(JsonElement record)
    {
        if (Find(record, "epochs") is not { ValueKind: JsonValueKind.Array } epochs
            || Find(record, "settings", "optimizer") is not { ValueKind: JsonValueKind.String } optimizer
            || Find(record, "settings", "seed") is not { ValueKind: JsonValueKind.Number } seed
            || Data(record, "data") is not { } data
            || Find(record, "accuracy") is not { ValueKind: JsonValueKind.Number } accuracy)
        {
            return record.ToString();
        }

        var tested = Data(record, "test") is { } test ? $"on {test}" : "in training";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{epochs.GetArrayLength()} {(epochs.GetArrayLength() == 1 ? "epoch" : "epochs")} of {optimizer.GetString()} over {data}, seed {seed.GetRawText()}; accuracy {accuracy.GetDouble():0.00%} {tested}");
    }

    private static string? Data(JsonElement record, string name) =>
        Find(record, name, "name") is { ValueKind: JsonValueKind.String } title && Find(record, name, "count") is { ValueKind: JsonValueKind.Number } count
            ? string.Create(CultureInfo.InvariantCulture, $"{title.GetString()} ({count.GetInt64():N0} pictures)") : null;

    private static JsonElement? Find(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        }

        return element;
    }
}
