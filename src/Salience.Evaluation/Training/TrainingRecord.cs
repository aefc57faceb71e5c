using System.Reflection;
using System.Text.Json;
using Salience.Networks;

namespace Salience.Evaluation.Training;

/// <summary>Where a trained network comes from: what is needed to train it again, and what it reached.</summary>
/// <param name="Settings">The settings, the seed among them.</param>
/// <param name="Data">The training data; its normalisation is the network's.</param>
/// <param name="Test">The test data, if there was any.</param>
/// <param name="StartNetwork">SHA-256 of the network that the training began with.</param>
/// <param name="Epochs">What each epoch came to.</param>
/// <param name="Versions">Versions of this library, of TorchSharp and of .NET.</param>
public sealed record TrainingRecord(
    TrainingSettings Settings, DataDescription Data, DataDescription? Test, string StartNetwork, IReadOnlyList<EpochRecord> Epochs, IReadOnlyDictionary<string, string> Versions)
{
    /// <summary>The key under which a file keeps the record.</summary>
    public const string MetadataKey = "salience.training";

    /// <summary>Test accuracy after the last epoch, or training accuracy where there was no test data.</summary>
    public double Accuracy => Epochs[^1].TestAccuracy ?? Epochs[^1].TrainAccuracy;

    /// <summary>The record as one line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, TrainingJson.Options);

    internal static TrainingRecord Of(TrainingIdentity identity, IReadOnlyList<EpochRecord> epochs) => new(
        identity.Settings,
        identity.Data,
        identity.Test,
        identity.Network,
        epochs,
        new SortedDictionary<string, string>
        {
            ["salience"] = VersionOf(typeof(Network)),
            ["torchSharp"] = VersionOf(typeof(TorchSharp.torch)),
            ["dotnet"] = Environment.Version.ToString(),
        });

    /// <summary>The package version without the commit that a build may add to it.</summary>
    private static string VersionOf(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
