using Salience.Evaluation.Datasets;
using Salience.Networks;

namespace Salience.Evaluation.Training;

/// <summary>Trains a network to classify pictures.</summary>
/// <remarks>
/// The loss is the cross entropy of the first output, taken as logits. The order of pictures, augmentation and dropout depend on
/// the seed, the epoch, the step and the picture only: with one thread the same training gives the same network to the bit, interrupted and
/// resumed or not. The number of threads and global random state are left as they are.
/// </remarks>
/// <example>
/// <code>
/// using var result = new Trainer(new TrainingSettings { Epochs = 5 }).Train(network, train, test);
/// Console.WriteLine(result.Record.Accuracy);
/// </code>
/// </example>
public sealed class Trainer
{
    /// <summary>Makes a trainer.</summary>
    /// <param name="settings">What it does.</param>
    public Trainer(TrainingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Settings = settings;
    }

    /// <summary>What the trainer does.</summary>
    public TrainingSettings Settings { get; }

    /// <summary>Trains a network.</summary>
    /// <param name="start">The network to begin with; it does not change. One input <c>(N, C, H, W)</c>, first output <c>(N, K)</c>.</param>
    /// <param name="train">What it learns; pixels are normalised as this data set says, the test data too.</param>
    /// <param name="test">What it is evaluated on after every epoch; <see langword="null"/> for nothing.</param>
    /// <param name="run">Checkpoint and log files; none by default.</param>
    /// <param name="progress">Told after steps, about ten times a second, and after every epoch.</param>
    /// <param name="cancellation">Stops between two steps; the checkpoint, if there is one, then holds all that was done.</param>
    /// <returns>The trained network with its record, disposed by the caller.</returns>
    /// <exception cref="ArgumentException">Network, data and settings do not fit together.</exception>
    /// <exception cref="InvalidDataException">The checkpoint to resume from is damaged or belongs to another training.</exception>
    /// <exception cref="ArithmeticException">The loss is no longer a finite number.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public TrainingResult Train(
        Network start, ImageDataset train, ImageDataset? test = null, TrainingRun? run = null,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(train);
        OutputCheck.RequireLogits(start);
        OutputCheck.Require(start, train);
        if (test is not null && test.Shape != train.Shape)
            throw new ArgumentException($"The test data {test.Name} are {test.Shape}, the training data {train.Name} are {train.Shape}; give pictures of one size.", nameof(test));
        if (test is not null)
            OutputCheck.Require(start, test);
        run ??= new TrainingRun();
        if (run.CheckpointFile is null && (run.Resume || run.CheckpointSteps is not null || run.CheckpointInterval is not null))
            throw new ArgumentException("Resuming and checkpoints need the name of a checkpoint file.", nameof(run));
        using var session = new TrainingSession(Settings, start, train, test, run, progress);
        return session.Complete(cancellation);
    }
}
