using Salience.Networks;

namespace Salience.Evaluation.Training;

/// <summary>A trained network and how it became one.</summary>
/// <param name="Network">The network in evaluation mode; it belongs to this result.</param>
/// <param name="Record">Settings, data, versions and what each epoch came to.</param>
public sealed record TrainingResult(Network Network, TrainingRecord Record) : IDisposable
{
    /// <summary>What each epoch came to.</summary>
    public IReadOnlyList<EpochRecord> Epochs => Record.Epochs;

    /// <summary>Disposes the network.</summary>
    public void Dispose() => Network.Dispose();
}
