using System.IO.Compression;
using static TorchSharp.torch;

namespace Salience.Arrays;

/// <summary>Reads NumPy's <c>.npz</c> archives: a zip file with one <c>.npy</c> array per entry, stored or deflated.</summary>
/// <remarks>Arrays are read one at a time, on request; see <see cref="NpyFile"/> for the element types.</remarks>
public sealed class NpzFile : IDisposable
{
    // Deflate turns one byte into at most 1032, so an entry that claims more is damaged or a trap.
    private const int LargestRatio = 1032;

    private const long LongestText = 64L << 20;

    private readonly string _path;
    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);

    private NpzFile(string path, ZipArchive archive)
    {
        _path = path;
        _archive = archive;
        foreach (ZipArchiveEntry entry in archive.Entries.Where(entry => entry.FullName.EndsWith(".npy", StringComparison.Ordinal)))
            _entries[entry.FullName[..^4]] = entry;
    }

    /// <summary>The arrays' names, without <c>.npy</c>, in the order of the archive.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>Opens an archive; nothing but its directory is read.</summary>
    /// <exception cref="InvalidDataException">The file is not a zip archive or its directory is damaged.</exception>
    public static NpzFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            throw new InvalidDataException($"{path}: is a folder, not an npz archive; name a file in it.");
        FileStream stream = File.OpenRead(path);
        try
        {
            return new NpzFile(path, new ZipArchive(stream, ZipArchiveMode.Read));
        }
        catch (Exception error) when (error is InvalidDataException or IOException or ArgumentException or NotSupportedException)
        {
            stream.Dispose();
            throw new InvalidDataException($"{path}: is not an npz archive ({error.Message}); save it with numpy.savez.", error);
        }
    }

    /// <summary>Reads one array.</summary>
    /// <returns>A fresh tensor, disposed by the caller.</returns>
    /// <exception cref="KeyNotFoundException">The archive has no such array; the message lists those it has.</exception>
    /// <exception cref="InvalidDataException">The entry is damaged or not an array that <see cref="NpyFile"/> reads.</exception>
    public Tensor Read(string name)
    {
        if (!_entries.TryGetValue(name, out ZipArchiveEntry? entry))
            throw new KeyNotFoundException($"{_path}: has no array '{name}'; it has {string.Join(", ", Names)}.");
        string place = $"{_path}[{name}]";
        if (entry.Length / LargestRatio > entry.CompressedLength)
            throw new InvalidDataException($"{place}: claims {entry.Length} bytes from {entry.CompressedLength}; the archive is damaged.");
        try
        {
            using Stream stream = entry.Open();
            return NpyFile.Read(stream, entry.Length, place);
        }
        catch (Exception error) when (error is IOException or NotSupportedException)
        {
            throw new InvalidDataException($"{place}: cannot be unpacked ({error.Message}); save it again with numpy.savez.", error);
        }
    }

    /// <summary>Reads an entry that is text, by its full name; <see langword="null"/> where the archive has none.</summary>
    /// <exception cref="InvalidDataException">The entry is damaged or longer than 64 MB.</exception>
    internal string? ReadText(string name)
    {
        if (_archive.GetEntry(name) is not { } entry)
            return null;
        if (entry.Length > LongestText)
            throw new InvalidDataException($"{_path}[{name}]: has {entry.Length} bytes; at most {LongestText} are read as text.");
        try
        {
            using var reader = new StreamReader(entry.Open(), System.Text.Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (Exception error) when (error is IOException or NotSupportedException or InvalidDataException)
        {
            throw new InvalidDataException($"{_path}[{name}]: cannot be unpacked ({error.Message}).", error);
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _archive.Dispose();
}
