namespace Salience.Evaluation.Training;

/// <summary>How far a training is.</summary>
/// <param name="Epoch">The epoch under way, from 1.</param>
/// <param name="Epochs">All epochs.</param>
/// <param name="Step">Steps done, over all epochs.</param>
/// <param name="Steps">All steps.</param>
/// <param name="Loss">Mean loss of the epoch so far.</param>
/// <param name="ImagesPerSecond">Pictures trained on per second since the training began or was resumed.</param>
/// <param name="TimeLeft">The time the rest will take at the pace so far.</param>
/// <param name="Finished">The epoch that just ended, or <see langword="null"/> within one.</param>
public sealed record TrainingProgress(
    int Epoch, int Epochs, long Step, long Steps, double Loss, double ImagesPerSecond, TimeSpan TimeLeft, EpochRecord? Finished);
