namespace Salience.Evaluation.Datasets.Download;

/// <summary>How patient a download is.</summary>
/// <param name="Attempts">Times that an address is tried without any progress before the next address is; at least 1.</param>
/// <param name="StallTimeout">How long a server may be silent; <see langword="null"/> for a minute.</param>
public sealed record DownloadSettings(int Attempts = 5, TimeSpan? StallTimeout = null)
{
    /// <summary>Waits before another attempt: 1 s, 2 s, 4 s … to 30 s, or as long as the server asks, to a minute.</summary>
    internal Func<TimeSpan, CancellationToken, Task> Wait { get; init; } = Task.Delay;
}
