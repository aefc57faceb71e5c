using System.Buffers.Binary;
using System.IO.Compression;

namespace Salience.Evaluation.Datasets.Files;

/// <summary>A file of a data set read from its beginning, gzipped or not, with errors that name it.</summary>
internal sealed class DataFile : IDisposable
{
    private readonly Stream _stream;
    private readonly uint? _contentLength;

    private DataFile(string path, Stream stream, uint? contentLength)
    {
        Path = path;
        _stream = stream;
        _contentLength = contentLength;
    }

    /// <summary>The file as the caller named it.</summary>
    public string Path { get; }

    /// <summary>Bytes read so far, after decompression.</summary>
    public long Position { get; private set; }

    /// <summary>Opens a file; its first bytes say whether it is gzipped, whatever its name.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is empty.</exception>
    public static DataFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: there is no such file; check the path.", path);
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        if (file.Length == 0)
        {
            file.Dispose();
            throw new InvalidDataException($"{path}: the file is empty (0 bytes); copy or download it again.");
        }

        var zipped = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        var length = zipped ? ContentLength(file) : (uint?)null;
        file.Position = 0;
        return new DataFile(path, zipped ? new GZipStream(file, CompressionMode.Decompress) : file, length);
    }

    /// <summary>Finds a file of a folder under its name or with <c>.gz</c> after it.</summary>
    /// <returns>Its path, or <see langword="null"/>.</returns>
    public static string? Find(string folder, string name) =>
        new[] { name, name + ".gz" }.Select(n => System.IO.Path.Combine(folder, n)).FirstOrDefault(File.Exists);

    /// <summary>Fills the buffer as far as the file reaches.</summary>
    /// <returns>Bytes read; fewer than asked only at the end.</returns>
    /// <exception cref="InvalidDataException">The compressed data are damaged.</exception>
    public int Fill(Span<byte> buffer)
    {
        int got;
        try
        {
            got = _stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException damage)
        {
            throw Damage(damage);
        }

        Position += got;
        // GZipStream takes the end of a cut file for the end of its content.
        return got == buffer.Length || _contentLength is null || _contentLength == (uint)Position ? got : throw Damage(null);
    }

    /// <summary>Checks that nothing follows.</summary>
    /// <param name="content">What the file should hold and no more.</param>
    /// <exception cref="InvalidDataException">There are more bytes.</exception>
    public void ExpectEnd(string content)
    {
        Span<byte> more = stackalloc byte[1];
        if (Fill(more) > 0)
            throw new InvalidDataException($"{Path}: goes on after byte {Position - 1}, where {content} end; the header or the file is damaged, copy or download it again.");
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    /// <summary>The last four bytes of a gzip file: the length of its content modulo 2³², little-endian (RFC 1952).</summary>
    private static uint ContentLength(FileStream file)
    {
        Span<byte> bytes = stackalloc byte[4];
        file.Position = Math.Max(0, file.Length - bytes.Length);
        file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    private InvalidDataException Damage(Exception? cause) =>
        new($"{Path}: the gzip data are damaged or end early, after {Position} bytes of content; copy or download the file again, or unpack it with gunzip.", cause);
}
