namespace Salience.Evaluation.Datasets.Download;

/// <summary>How far a download has come.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Received">Bytes of it that are there.</param>
/// <param name="Length">All its bytes.</param>
/// <param name="Note">Something that happened, in one line; <see langword="null"/> for mere progress.</param>
public sealed record DownloadProgress(string File, long Received, long Length, string? Note = null);
