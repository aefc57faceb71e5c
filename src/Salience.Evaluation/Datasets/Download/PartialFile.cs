namespace Salience.Evaluation.Datasets.Download;

/// <summary>What has arrived of a file, in <c>NAME.part</c> beside its final name; kept when the work is interrupted.</summary>
/// <remarks><c>NAME.part.tag</c> holds the address it came from and the server's mark of that version, so that parts of two versions are not joined.</remarks>
internal sealed class PartialFile : IDisposable
{
    private readonly string _target;
    private readonly string _tag;
    private readonly FileStream _stream;

    private PartialFile(string target)
    {
        _target = target;
        _tag = target + ".part.tag";
        _stream = new FileStream(target + ".part", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        _stream.Seek(0, SeekOrigin.End);
    }

    /// <summary>Bytes that are there.</summary>
    public long Length => _stream.Length;

    /// <summary>Opens what there is of a file, or begins it.</summary>
    /// <exception cref="IOException">It cannot be written, or another download writes it.</exception>
    public static PartialFile Open(string target)
    {
        try
        {
            return new PartialFile(target);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{target}.part: cannot be opened ({failure.Message.TrimEnd('.')}); end another download of it, or choose another folder.", failure);
        }
    }

    /// <summary>The server's mark of the version this came from, if it is known and from the same address.</summary>
    public string? Mark(Uri address) =>
        File.Exists(_tag) && File.ReadAllLines(_tag) is [var from, var mark] && from == address.AbsoluteUri ? mark : null;

    /// <summary>Notes the version that what follows comes from.</summary>
    public void SetMark(Uri address, string? mark) => Guard(() =>
    {
        if (mark is null)
            File.Delete(_tag);
        else
            File.WriteAllText(_tag, $"{address.AbsoluteUri}\n{mark}\n");
    });

    /// <summary>Forgets everything.</summary>
    public void Restart() => Guard(() =>
    {
        _stream.SetLength(0);
        _stream.Seek(0, SeekOrigin.Begin);
        File.Delete(_tag);
    });

    /// <summary>Adds what has arrived.</summary>
    public void Append(ReadOnlyMemory<byte> bytes) => Guard(() => _stream.Write(bytes.Span));

    /// <summary>The MD5 checksum of what is there, lower-case hexadecimal.</summary>
    public async Task<string> Md5Async(CancellationToken cancellation)
    {
        _stream.Seek(0, SeekOrigin.Begin);
        var sum = await Checksum.Md5Async(_stream, cancellation).ConfigureAwait(false);
        _stream.Seek(0, SeekOrigin.End);
        return sum;
    }

    /// <summary>Gives the file its final name, replacing an older file of that name.</summary>
    public void Finish() => Guard(() =>
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        File.Move(_target + ".part", _target, overwrite: true);
        File.Delete(_tag);
    });

    /// <summary>Closes the file and keeps what is there; nothing is kept of a file of which nothing came.</summary>
    public void Dispose()
    {
        var empty = _stream.CanRead && _stream.Length == 0;
        _stream.Dispose();
        if (!empty)
            return;
        File.Delete(_target + ".part");
        File.Delete(_tag);
    }

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{_target}: cannot be written ({failure.Message.TrimEnd('.')}); free space or choose another folder, then run the same command to go on.", failure);
        }
    }
}
