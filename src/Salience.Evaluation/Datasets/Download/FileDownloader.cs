using System.Globalization;

namespace Salience.Evaluation.Datasets.Download;

/// <summary>Downloads a file: attempt after attempt, address after address, until its checksum is right.</summary>
internal sealed class FileDownloader(HttpClient http, DownloadSettings settings, IProgress<DownloadProgress>? progress)
{
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(30), LongestAsked = TimeSpan.FromMinutes(1);
    private readonly Transfer _transfer = new(http, settings.StallTimeout ?? TimeSpan.FromMinutes(1));

    /// <summary>Downloads a file unless it is there already.</summary>
    /// <returns>Its path.</returns>
    /// <exception cref="IOException">No address gives it, or it cannot be written.</exception>
    public async Task<string> GetAsync(RemoteFile file, string folder, CancellationToken cancellation)
    {
        var target = Path.Combine(folder, file.Name);
        if (await Checksum.IsAsync(target, file, cancellation).ConfigureAwait(false))
        {
            Report(file, file.Length, "is there already");
            return target;
        }

        var failures = new List<string>();
        using (var part = PartialFile.Open(target))
        {
            foreach (var address in file.Addresses)
            {
                if (await TryAsync(file, address, part, cancellation).ConfigureAwait(false) is not { } failure)
                {
                    part.Finish();
                    Report(file, file.Length, "downloaded, checksum verified");
                    return target;
                }

                failures.Add($"{address}: {failure}");
            }
        }

        throw new IOException($"{target}: cannot be downloaded ({string.Join("; ", failures)}); check the network or name another place with --mirror.");
    }

    /// <summary>Tries one address.</summary>
    /// <returns>Why it failed; <see langword="null"/> when the whole file is there and right.</returns>
    private async Task<string?> TryAsync(RemoteFile file, Uri address, PartialFile part, CancellationToken cancellation)
    {
        var (fruitless, most, wrong) = (0, part.Length, 0);
        while (true)
        {
            TransferException failure;
            try
            {
                if (await CompleteAsync(file, address, part, cancellation).ConfigureAwait(false) is not { } sum)
                    return null;
                // The first time it may be the join of two versions, or damage on the way.
                part.Restart();
                if (++wrong == 2)
                    return $"its MD5 is {sum}, but {file.Md5} is expected";
                failure = new TransferException($"the checksum is wrong (MD5 {sum})", mayRecover: true);
            }
            catch (TransferException thrown)
            {
                failure = thrown;
            }

            (most, fruitless) = part.Length > most ? (part.Length, 0) : (most, fruitless + 1);
            if (!failure.MayRecover || fruitless >= settings.Attempts)
                return failure.Message;
            await WaitAsync(file, part, failure, fruitless, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Receives what is missing and compares the checksum.</summary>
    /// <returns>The wrong checksum, or <see langword="null"/>.</returns>
    private async Task<string?> CompleteAsync(RemoteFile file, Uri address, PartialFile part, CancellationToken cancellation)
    {
        if (part.Length > file.Length)
            part.Restart();
        Report(file, part.Length);
        if (part.Length < file.Length)
            await _transfer.RunAsync(address, part, file.Length, () => Report(file, part.Length), cancellation).ConfigureAwait(false);
        if (part.Length < file.Length)
            throw new TransferException("the connection was closed early", mayRecover: true);
        var sum = await part.Md5Async(cancellation).ConfigureAwait(false);
        return sum == file.Md5 ? null : sum;
    }

    private async Task WaitAsync(RemoteFile file, PartialFile part, TransferException failure, int fruitless, CancellationToken cancellation)
    {
        var delay = TimeSpan.FromSeconds(Math.Pow(2, Math.Max(0, fruitless - 1)));
        delay = delay < LongestBackOff ? delay : LongestBackOff;
        if (failure.RetryAfter is { } asked && asked > delay)
            delay = asked < LongestAsked ? asked : LongestAsked;
        Report(file, part.Length, string.Create(CultureInfo.InvariantCulture, $"{failure.Message}; trying again in {delay.TotalSeconds:0.#} s"));
        await settings.Wait(delay, cancellation).ConfigureAwait(false);
    }

    private void Report(RemoteFile file, long received, string? note = null) => progress?.Report(new DownloadProgress(file.Name, received, file.Length, note));
}
