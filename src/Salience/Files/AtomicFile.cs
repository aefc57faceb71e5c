namespace Salience.Files;

/// <summary>A file that appears under its name only when it is complete.</summary>
/// <remarks>
/// The bytes go to a temporary file in the same folder; <see cref="Commit"/> renames it over the target. Disposing without
/// <see cref="Commit"/>, as an exception or a cancellation does, removes the temporary file and leaves an older target as it was.
/// </remarks>
/// <example>
/// <code>
/// using var file = AtomicFile.Create("map.npy");
/// file.Stream.Write(bytes);
/// file.Commit();
/// </code>
/// </example>
public sealed class AtomicFile : IDisposable
{
    private readonly string _target;
    private readonly string _temporary;
    private readonly FileStream _stream;
    private bool _finished;

    private AtomicFile(string target, string temporary)
    {
        _target = target;
        _temporary = temporary;
        _stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }

    /// <summary>Where to write.</summary>
    public Stream Stream => _stream;

    /// <summary>Opens a temporary file beside <paramref name="path"/>.</summary>
    /// <param name="path">The name the file gets on <see cref="Commit"/>; its folder must exist.</param>
    /// <exception cref="IOException">The folder is missing or <paramref name="path"/> is a folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public static AtomicFile Create(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string target = Path.GetFullPath(path);
        if (Directory.Exists(target))
            throw new IOException($"{path}: is a folder; give the name of a file to write.");
        string folder = Path.GetDirectoryName(target)!;
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{path}: the folder {folder} does not exist; create it first.");
        try
        {
            return new AtomicFile(target, Path.Combine(folder, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}"));
        }
        catch (UnauthorizedAccessException error)
        {
            throw new UnauthorizedAccessException($"{path}: the folder {folder} cannot be written; choose another or change its permissions.", error);
        }
    }

    /// <summary>Closes the file and gives it its name, replacing an older file of that name.</summary>
    public void Commit()
    {
        ObjectDisposedException.ThrowIf(_finished, this);
        _stream.Dispose();
        File.Move(_temporary, _target, overwrite: true);
        _finished = true;
    }

    /// <summary>Removes the temporary file unless <see cref="Commit"/> has run.</summary>
    public void Dispose()
    {
        if (_finished)
            return;
        _finished = true;
        _stream.Dispose();
        File.Delete(_temporary);
    }
}
