namespace Salience.Evaluation.Datasets.Download;

/// <summary>A file that is taken out of an archive.</summary>
/// <param name="Path">Its path in the archive, and below the folder it is unpacked to; parts separated by <c>/</c>.</param>
/// <param name="Length">Its bytes.</param>
public sealed record UnpackedFile(string Path, long Length);
