using Salience.Evaluation.Training;

namespace Salience.Cli.Training;

/// <summary>What <c>salience train</c> was asked for; <see langword="null"/> leaves what the recipe says.</summary>
internal sealed record TrainSettings
{
    /// <summary>A kind of data or a folder of pictures.</summary>
    public required string Data { get; init; }

    /// <summary>Where the files of a kind of data are.</summary>
    public required string? DataFolder { get; init; }

    /// <summary>Name in the zoo.</summary>
    public required string Network { get; init; }

    /// <summary>The model to write.</summary>
    public required string Out { get; init; }

    /// <summary>Factor on the width of every hidden layer.</summary>
    public required double? Width { get; init; }

    /// <summary>Training pictures: the first of a data set, or as many as are generated.</summary>
    public required int? TrainCount { get; init; }

    /// <summary>Test pictures: the first of a data set, or as many as are generated.</summary>
    public required int? TestCount { get; init; }

    /// <summary>Rows and columns that pictures of a folder get.</summary>
    public required int? Size { get; init; }

    /// <summary>How pixels become inputs, as written.</summary>
    public required string? Normalize { get; init; }

    /// <summary>Whether labels are exchanged among the training pictures.</summary>
    public required bool PermuteLabels { get; init; }

    /// <summary>Masks of the training pictures.</summary>
    public required string? Mask { get; init; }

    /// <summary>Masks of the test pictures.</summary>
    public required string? TestMask { get; init; }

    /// <summary>What masked pixels become, as written.</summary>
    public required string MaskFill { get; init; }

    /// <summary>The checkpoint, where it is not that beside the model.</summary>
    public required string? Checkpoint { get; init; }

    /// <summary>Whether to go on from the checkpoint.</summary>
    public required bool Resume { get; init; }

    /// <summary>The log.</summary>
    public required string? Log { get; init; }

    /// <summary>Threads of libtorch, where not its own choice.</summary>
    public required int? Threads { get; init; }

    /// <summary>Draws weights, order of pictures and augmentation.</summary>
    public required long Seed { get; init; }

    /// <summary>Whether the record is printed as JSON.</summary>
    public required bool Json { get; init; }

    /// <summary>Puts the options for the trainer over what a recipe says.</summary>
    public required Func<TrainingSettings, TrainingSettings> Adjust { get; init; }

    /// <summary>The checkpoint file: what was asked for, or one beside the model that a finished training removes.</summary>
    public string CheckpointFile => Checkpoint ?? Path.ChangeExtension(Out, ".checkpoint.npz");
}
