using System.Runtime.InteropServices;

namespace Salience.Cli.Diagnosis;

/// <summary>How native libraries are found and loaded; replaced in tests to play a broken installation.</summary>
internal interface INativeLoader
{
    /// <summary>The full path of a library that came with the tool, or <see langword="null"/>.</summary>
    string? Find(string file);

    /// <summary>Loads it.</summary>
    /// <exception cref="DllNotFoundException">It does not load; the message is the system's.</exception>
    /// <exception cref="BadImageFormatException">It is for another platform.</exception>
    void Load(string path);
}

/// <summary>The system's loader, looking where the runtime looks: beside the program and in its platform folder.</summary>
internal sealed class SystemNativeLoader : INativeLoader
{
    public string? Find(string file)
    {
        string[] folders = [AppContext.BaseDirectory, Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native")];
        return folders.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
    }

    public void Load(string path) => NativeLibrary.Load(path);
}
