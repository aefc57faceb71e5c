using Salience.Cli.Models;

namespace Salience.Cli.Evaluating;

/// <summary>What the command line says about an evaluation.</summary>
internal sealed record EvaluateSettings
{
    /// <summary>The network and how pictures become its inputs.</summary>
    public required NetworkSettings Network { get; init; }

    /// <summary>Name of the data set, or a folder.</summary>
    public required string Data { get; init; }

    /// <summary>Where the files of a named data set are.</summary>
    public required string? DataFolder { get; init; }

    /// <summary>The file of WordNet ids and names.</summary>
    public required string? Synsets { get; init; }

    /// <summary>The methods, where not those of the experiment.</summary>
    public required IReadOnlyList<string>? Methods { get; init; }

    /// <summary>Most pictures in each part.</summary>
    public required int? Images { get; init; }

    /// <summary>The parts to measure, where not all.</summary>
    public required IReadOnlyList<string>? Parts { get; init; }

    /// <summary>Settings of the experiment.</summary>
    public required IReadOnlyDictionary<string, string> Set { get; init; }

    /// <summary>Pictures in a cell.</summary>
    public required int? Chunk { get; init; }

    /// <summary>Pictures in one pass.</summary>
    public required int? Batch { get; init; }

    /// <summary>How long it may take.</summary>
    public required TimeSpan? Budget { get; init; }

    /// <summary>Whether JSON is printed.</summary>
    public required bool Json { get; init; }

    /// <summary>The run folder.</summary>
    public required string Out { get; init; }
}
