using System.Text.Json;

namespace Salience.Cli.Records;

/// <summary>What <c>salience train --json</c> prints.</summary>
internal sealed record TrainRecord
{
    /// <summary>The model that was written.</summary>
    public required ModelRecord Model { get; init; }

    /// <summary>Size of its file.</summary>
    public required long FileBytes { get; init; }

    /// <summary>Name of the architecture.</summary>
    public required string Network { get; init; }

    /// <summary>Factor on the width of its layers.</summary>
    public required double Width { get; init; }

    /// <summary>Number of parameters that were learned.</summary>
    public required long Parameters { get; init; }

    /// <summary>The data as asked for.</summary>
    public required string Data { get; init; }

    /// <summary>Training pictures.</summary>
    public required int TrainCount { get; init; }

    /// <summary>Test pictures.</summary>
    public required int TestCount { get; init; }

    /// <summary>Share of the test pictures whose class is right.</summary>
    public required double TestAccuracy { get; init; }

    /// <summary>Mean cross entropy on the test pictures.</summary>
    public required double TestLoss { get; init; }

    /// <summary>Mean loss of the last epoch.</summary>
    public required double TrainLoss { get; init; }

    /// <summary>Time of this run.</summary>
    public required double Seconds { get; init; }

    /// <summary>Time of all epochs, those before an interruption too.</summary>
    public required double TrainingSeconds { get; init; }

    /// <summary>Pictures trained on per second in the last epoch.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>Settings, data, versions and epochs, as the model stores them.</summary>
    public required JsonElement Training { get; init; }
}

/// <summary>An architecture that can be trained.</summary>
/// <param name="Name">Name in the zoo.</param>
/// <param name="Layers">The layers in one line.</param>
/// <param name="Source">Who published it.</param>
/// <param name="Channels">Channels of the pictures it was published for.</param>
/// <param name="Size">Their rows and columns.</param>
/// <param name="MinimumSize">The least rows and columns it can be built for.</param>
/// <param name="Classes">Its number of classes.</param>
internal sealed record ArchitectureRecord(string Name, string Layers, string Source, int Channels, int Size, int MinimumSize, int Classes);
