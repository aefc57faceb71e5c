using Salience.Evaluation.Training;

namespace Salience.Evaluation.Experiments.Retraining;

/// <summary>How experiments train a network anew: nothing that keeps it from learning its pictures by heart.</summary>
/// <param name="Epochs">How often each picture is seen.</param>
/// <param name="LearningRate">The largest learning rate; it rises for a quarter of the steps and falls along a cosine.</param>
/// <param name="BatchSize">Pictures in a step.</param>
internal sealed record RetrainingSettings(int Epochs, double LearningRate, int BatchSize)
{
    /// <summary>The settings of a training: AdamW without weight decay, no augmentation, no smoothing of labels.</summary>
    /// <param name="seed">Seed of the order of pictures.</param>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public TrainingSettings With(long seed) => new()
    {
        Optimizer = OptimizerKind.AdamW,
        Epochs = Epochs,
        LearningRate = LearningRate,
        BatchSize = BatchSize,
        Schedule = LearningRateSchedule.OneCycle(warmUp: 0.25, startFactor: 0.1),
        Seed = seed,
    };
}
