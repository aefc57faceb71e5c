namespace Salience.Tests;

/// <summary>An empty folder that is deleted with all its files afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("salience-");

    /// <summary>The full path of the folder.</summary>
    public string Root => _folder.FullName;

    /// <summary>The full path of a file in the folder.</summary>
    public string File(string name) => Path.Combine(Root, name);

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
