namespace Salience.Evaluation.Training;

/// <summary>Where a training keeps its files; nothing here changes its result.</summary>
public sealed record TrainingRun
{
    /// <summary>The checkpoint, an <c>.npz</c> archive, replaced at the start, after every epoch and on cancellation; <see langword="null"/> for none.</summary>
    public string? CheckpointFile { get; init; }

    /// <summary>Writes a checkpoint after every so many steps as well.</summary>
    public int? CheckpointSteps
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentException($"{nameof(CheckpointSteps)} is {value}; it must be at least 1.", nameof(CheckpointSteps));
    }

    /// <summary>Writes a checkpoint whenever so much time has passed as well.</summary>
    public TimeSpan? CheckpointInterval { get; init; }

    /// <summary>The least time between two reports of progress within an epoch.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The log, one JSON object a line for the start and for every epoch; <see langword="null"/> for none.</summary>
    public string? LogFile { get; init; }

    /// <summary>Whether to go on from <see cref="CheckpointFile"/>; where it does not exist the training begins.</summary>
    public bool Resume { get; init; }
}
