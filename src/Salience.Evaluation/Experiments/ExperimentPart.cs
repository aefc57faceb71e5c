namespace Salience.Evaluation.Experiments;

/// <summary>One of the conditions that an experiment measures under, such as an order of removal and what replaces a pixel.</summary>
/// <param name="Name">Name in files: words in lower case joined by hyphens.</param>
/// <param name="Title">What the condition is, in a few words.</param>
public sealed record ExperimentPart(string Name, string Title)
{
    /// <summary>The one condition of an experiment that has no others.</summary>
    public static ExperimentPart All { get; } = new("all", "all items");
}
