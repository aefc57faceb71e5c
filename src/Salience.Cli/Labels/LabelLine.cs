namespace Salience.Cli.Labels;

/// <summary>One class in a label file.</summary>
/// <param name="Name">The name as records carry it: the line without a WordNet id.</param>
/// <param name="Synset">The WordNet id, such as <c>n01440764</c>, where the line begins with one.</param>
/// <param name="Synonyms">The comma-separated parts of a name with a WordNet id; otherwise none.</param>
internal sealed record LabelLine(string Name, string? Synset, IReadOnlyList<string> Synonyms);
