namespace Salience.Evaluation.Datasets.Files;

/// <summary>A picture file with its class.</summary>
internal readonly record struct FolderEntry(string Path, int Label);
