using Salience.Evaluation.Training;

namespace Salience.Tests.Evaluation.Training;

/// <summary>Keeps reports as they come, on the caller's thread, and calls an action with each.</summary>
internal sealed class Reports(List<TrainingProgress> kept, Action<TrainingProgress>? then = null) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        kept.Add(value);
        then?.Invoke(value);
    }
}
