namespace Salience.Evaluation.Training;

/// <summary>How far a training has come, as a checkpoint tells it.</summary>
/// <param name="Step">Steps done, over all epochs.</param>
/// <param name="Sums">The sums of the epoch under way.</param>
/// <param name="Epochs">The epochs that are over and evaluated.</param>
internal sealed record TrainingPosition(long Step, EpochSums Sums, IReadOnlyList<EpochRecord> Epochs)
{
    /// <summary>Before the first step.</summary>
    public static TrainingPosition Start { get; } = new(0, default, []);
}
