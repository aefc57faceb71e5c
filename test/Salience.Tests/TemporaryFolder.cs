namespace Salience.Tests;

/// <summary>An empty folder that is deleted with all its files afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("salience-");

    /// <summary>The full path of the folder.</summary>
    public string Path => _folder.FullName;

    /// <summary>The full path of a file in the folder.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file and returns its full path.</summary>
    public string Write(string name, ReadOnlySpan<byte> bytes)
    {
        System.IO.File.WriteAllBytes(File(name), bytes);
        return File(name);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
