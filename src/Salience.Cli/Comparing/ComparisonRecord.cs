using System.Text.Json.Serialization;
using Salience.Cli.Records;

namespace Salience.Cli.Comparing;

/// <summary><c>comparison.json</c>: every method on every image, what it took, and how far the maps agree.</summary>
internal sealed record ComparisonRecord
{
    /// <summary>Version of the tool.</summary>
    public required string Version { get; init; }

    /// <summary>The model.</summary>
    public required ModelRecord Model { get; init; }

    /// <summary>The images, each with the explained class and its score.</summary>
    public required IReadOnlyList<AccountRecord> Images { get; init; }

    /// <summary>The methods.</summary>
    public required IReadOnlyList<ComparedMethodRecord> Methods { get; init; }

    /// <summary>Methods that do not apply to this network.</summary>
    public required IReadOnlyList<LeftOutRecord> LeftOut { get; init; }

    /// <summary>Which values were compared: value or absolute value.</summary>
    public required string Compared { get; init; }

    /// <summary>Spearman's rank correlation of the maps of two methods, by row and column in the order of the methods; the mean over images.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> RankCorrelation { get; init; }

    /// <summary>Share of the places that counts as the top.</summary>
    public required double TopShare { get; init; }

    /// <summary>How far the top places of two methods' maps are the same; the mean over images.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> TopOverlap { get; init; }

    /// <summary>What the memory of a method is.</summary>
    public required string Memory { get; init; }

    /// <summary>The grid of maps, relative to the folder of results.</summary>
    public required string Picture { get; init; }
}

/// <summary>A method in a comparison.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">The name with what was set.</param>
/// <param name="Settings">All settings, defaults included.</param>
/// <param name="Images">What it took for each image, in the order of the images; null where it failed.</param>
internal sealed record ComparedMethodRecord(string Name, string Title, IReadOnlyDictionary<string, string> Settings, IReadOnlyList<MeasuredRecord?> Images);

/// <summary>What one method took for one image.</summary>
/// <param name="Seconds">Time.</param>
/// <param name="ForwardPasses">Images and perturbed copies that were run forward.</param>
/// <param name="BackwardPasses">Images and perturbed copies whose outputs were differentiated.</param>
/// <param name="PeakMemoryBytes">Memory at its peak; null where it could not be measured.</param>
/// <param name="Scale">The scale of the colours in the picture.</param>
internal sealed record MeasuredRecord(double Seconds, long ForwardPasses, long BackwardPasses, long? PeakMemoryBytes, ScaleRecord Scale)
{
    /// <summary>What the attributions add up to; absent where the method promises nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SumRecord? Account { get; init; }
}

/// <summary>A method that does not apply.</summary>
/// <param name="Method">Its name.</param>
/// <param name="Reason">Why.</param>
internal sealed record LeftOutRecord(string Method, string Reason);
