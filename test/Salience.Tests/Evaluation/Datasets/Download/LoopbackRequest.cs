namespace Salience.Tests.Evaluation.Datasets.Download;

/// <summary>What was asked: the path, from which byte on, and for which version.</summary>
internal sealed record LoopbackRequest(string Path, long? From, string? IfRange);
