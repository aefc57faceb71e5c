using System.IO.Compression;
using System.Text;
using Salience.Files;
using static TorchSharp.torch;

namespace Salience.Arrays;

/// <summary>Writes an <c>.npz</c> archive, arrays stored uncompressed; the file appears under its name when <see cref="Commit"/> has run.</summary>
internal sealed class NpzWriter : IDisposable
{
    // The earliest time a zip file can hold: equal contents give equal files.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly AtomicFile _file;
    private readonly ZipArchive _archive;

    /// <summary>Opens a temporary file beside <paramref name="path"/>.</summary>
    /// <exception cref="IOException">The folder is missing or cannot be written.</exception>
    public NpzWriter(string path)
    {
        _file = AtomicFile.Create(path);
        _archive = new ZipArchive(_file.Stream, ZipArchiveMode.Create, leaveOpen: true);
    }

    /// <summary>Adds an array, float32, float64 or int64.</summary>
    public void Add(string name, Tensor value)
    {
        using var stream = Open($"{name}.npy");
        NpyFile.Write(stream, value);
    }

    /// <summary>Adds a text under its full name, UTF-8.</summary>
    public void AddText(string name, string text)
    {
        using var stream = Open(name);
        stream.Write(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Finishes the archive and gives it its name, replacing an older file.</summary>
    public void Commit()
    {
        _archive.Dispose();
        _file.Commit();
    }

    /// <summary>Removes what was written unless <see cref="Commit"/> has run.</summary>
    public void Dispose()
    {
        _archive.Dispose();
        _file.Dispose();
    }

    private Stream Open(string name)
    {
        var entry = _archive.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = NoTime;
        return entry.Open();
    }
}
