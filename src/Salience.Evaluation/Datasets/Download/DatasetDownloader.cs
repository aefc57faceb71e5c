namespace Salience.Evaluation.Datasets.Download;

/// <summary>Downloads the official files of a data set.</summary>
/// <remarks>
/// A file gets its name only after its checksum was verified; until then it is <c>NAME.part</c>, which a later call continues where the server allows
/// it. Files that are there are left alone. Archives are unpacked and then deleted.
/// </remarks>
public sealed class DatasetDownloader
{
    private readonly HttpClient _http;
    private readonly DownloadSettings _settings;

    /// <summary>Prepares downloads.</summary>
    /// <param name="http">Sends the requests; it stays the caller's. Its own time limit is for the whole of a file: set it to infinite.</param>
    /// <param name="settings">How patient to be; <see langword="null"/> for the defaults.</param>
    public DatasetDownloader(HttpClient http, DownloadSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        _http = http;
        _settings = settings ?? new DownloadSettings();
        if (_settings.Attempts < 1)
            throw new ArgumentException($"{_settings.Attempts} attempts are not possible; give at least 1.", nameof(settings));
    }

    /// <summary>Downloads what is missing.</summary>
    /// <param name="source">The data set.</param>
    /// <param name="folder">Where to; made if it is missing.</param>
    /// <param name="progress">Told how far it is, on other threads.</param>
    /// <param name="cancellation">Ends the work; what has arrived is kept for the next call.</param>
    /// <exception cref="IOException">No address gives a file whole and with the right checksum, or it cannot be written.</exception>
    /// <exception cref="InvalidDataException">An archive does not hold what it should.</exception>
    public async Task DownloadAsync(DatasetSource source, string folder, IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        MakeFolder(folder);
        var downloader = new FileDownloader(_http, _settings, progress);
        foreach (var file in source.Files)
        {
            if (ArchiveUnpacker.IsUnpacked(file.Contents, folder))
            {
                progress?.Report(new DownloadProgress(file.Name, file.Length, file.Length, "is there already, unpacked"));
                continue;
            }

            var path = await downloader.GetAsync(file, folder, cancellation).ConfigureAwait(false);
            if (file.Contents.Count == 0)
                continue;
            await ArchiveUnpacker.UnpackAsync(path, file.Contents, folder, cancellation).ConfigureAwait(false);
            File.Delete(path);
            progress?.Report(new DownloadProgress(file.Name, file.Length, file.Length, $"unpacked to {Path.Combine(folder, file.Contents[0].Path.Split('/')[0])}"));
        }
    }

    private static void MakeFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{folder}: cannot be made ({failure.Message.TrimEnd('.')}); choose another folder.", failure);
        }
    }
}
