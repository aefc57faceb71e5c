using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Salience.Networks;

/// <summary>Finds functions in native libraries that this process has loaded; packages bring them under names of their own.</summary>
internal static class LoadedLibrary
{
    /// <summary>The library whose file name begins so.</summary>
    /// <param name="prefix">Beginning of the file name, <c>libgomp</c>.</param>
    /// <returns>Its handle; 0 where no such library is loaded.</returns>
    public static nint Find(string prefix)
    {
        using var process = Process.GetCurrentProcess();
        var file = process.Modules.Cast<ProcessModule>().FirstOrDefault(m => m.ModuleName.StartsWith(prefix, StringComparison.Ordinal))?.FileName;
        return file is not null && NativeLibrary.TryLoad(file, out var library) ? library : 0;
    }

    /// <summary>A function of a library.</summary>
    /// <param name="library">A handle of <see cref="Find"/>.</param>
    /// <param name="name">Its name in the library.</param>
    /// <returns>Its address; 0 where there is none.</returns>
    public static nint Function(nint library, string name) => library != 0 && NativeLibrary.TryGetExport(library, name, out var address) ? address : 0;
}
