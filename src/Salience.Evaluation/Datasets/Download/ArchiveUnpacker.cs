using System.Formats.Tar;
using System.IO.Compression;
using Salience.Files;

namespace Salience.Evaluation.Datasets.Download;

/// <summary>Takes known files out of a gzipped tar archive.</summary>
/// <remarks>Only files that are asked for are written, under the paths they were asked by, so nothing in an archive can write elsewhere.</remarks>
internal static class ArchiveUnpacker
{
    /// <summary>Whether every file is there with its length.</summary>
    public static bool IsUnpacked(IReadOnlyList<UnpackedFile> files, string folder) =>
        files.Count > 0 && files.All(file => new FileInfo(Target(folder, file)) is { Exists: true, Length: var length } && length == file.Length);

    /// <summary>Unpacks the files; each appears under its name when it is complete.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged, or lacks a file, or has it with another length or not as a plain file.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static async Task UnpackAsync(string archive, IReadOnlyList<UnpackedFile> files, string folder, CancellationToken cancellation)
    {
        var missing = files.ToDictionary(file => file.Path, StringComparer.Ordinal);
        try
        {
            using var source = File.OpenRead(archive);
            using var tar = new TarReader(new GZipStream(source, CompressionMode.Decompress));
            while (missing.Count > 0 && await tar.GetNextEntryAsync(copyData: false, cancellation).ConfigureAwait(false) is { } entry)
            {
                if (missing.Remove(entry.Name, out var file))
                    await WriteAsync(archive, entry, file, Target(folder, file), cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception damage) when (damage is EndOfStreamException or FormatException || (damage is InvalidDataException && !damage.Message.StartsWith(archive, StringComparison.Ordinal)))
        {
            throw new InvalidDataException($"{archive}: the archive is damaged ({damage.Message.TrimEnd('.')}); delete it and download it again.", damage);
        }

        if (missing.Count > 0)
            throw new InvalidDataException($"{archive}: does not hold {string.Join(", ", missing.Keys)}; delete it and download it again.");
    }

    private static async Task WriteAsync(string archive, TarEntry entry, UnpackedFile file, string target, CancellationToken cancellation)
    {
        if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || entry.Length != file.Length || entry.DataStream is not { } data)
            throw new InvalidDataException($"{archive}: its entry {entry.Name} is of type {entry.EntryType} with {entry.Length} bytes, expected is a file of {file.Length}; delete it and download it again.");
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        using var output = AtomicFile.Create(target);
        await data.CopyToAsync(output.Stream, cancellation).ConfigureAwait(false);
        if (output.Stream.Length != file.Length)
            throw new EndOfStreamException($"{entry.Name} ends after {output.Stream.Length} of {file.Length} bytes");
        output.Commit();
    }

    private static string Target(string folder, UnpackedFile file) => Path.Combine([folder, .. file.Path.Split('/')]);
}
