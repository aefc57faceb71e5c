using System.Text.Json;
using System.Text.Json.Nodes;
using Salience.Evaluation.Datasets;
using Salience.Evaluation.Records;
using Salience.Networks;

namespace Salience.Evaluation.Training;

/// <summary>What must be equal for a training to go on from a checkpoint: settings, data and the network it began with.</summary>
internal sealed record TrainingIdentity(TrainingSettings Settings, DataDescription Data, DataDescription? Test, string Network)
{
    public static TrainingIdentity Of(TrainingSettings settings, Network network, ImageDataset train, ImageDataset? test) =>
        new(settings, DataDescription.Of(train), test is null ? null : DataDescription.Of(test), NetworkFingerprint.Of(network));

    /// <summary>The identity as JSON.</summary>
    public JsonNode ToJson() => JsonSerializer.SerializeToNode(this, TrainingJson.Options)!;

    /// <summary>Where another identity differs, "settings.learningRate (0.1 there, 0.2 here)"; empty where it does not.</summary>
    public IReadOnlyList<string> DifferencesFrom(JsonNode? other) => EvaluationJson.Differences(other, ToJson());
}
