namespace Salience.Tests;

/// <summary>Finds the data that tests share but the repository does not hold: models, golden values, photographs.</summary>
/// <remarks>The folder is <c>SALIENCE_DATA</c>, or <c>../shared</c> beside the repository. Missing data skips a test with a reason.</remarks>
internal static class TestData
{
    /// <summary>The folder that holds <c>Salience.slnx</c>.</summary>
    public static string RepositoryRoot { get; } = FindRepositoryRoot();

    /// <summary>The folder of the shared data, whether it exists or not.</summary>
    public static string Root { get; } =
        Environment.GetEnvironmentVariable("SALIENCE_DATA") is { Length: > 0 } folder
            ? System.IO.Path.GetFullPath(folder)
            : System.IO.Path.GetFullPath(System.IO.Path.Combine(RepositoryRoot, "..", "shared"));

    /// <summary>The full path of a shared file or folder, whether it exists or not.</summary>
    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    /// <summary>The full path of a shared file or folder; skips the running test when it is missing.</summary>
    public static string Require(string relative)
    {
        string path = Path(relative);
        Assert.SkipUnless(Exists(path), $"{path} is missing; set SALIENCE_DATA to the folder that holds '{relative}'.");
        return path;
    }

    /// <summary>The paths listed in an environment variable (separated by ':' or ';'), or the shared default when it is not set.</summary>
    public static IReadOnlyList<string> PathList(string variable, string defaultRelative)
    {
        string? value = Environment.GetEnvironmentVariable(variable);
        if (string.IsNullOrWhiteSpace(value))
            return [Path(defaultRelative)];
        char[] separators = OperatingSystem.IsWindows() ? [';'] : [':', ';'];
        return value.Split(separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>The files below a shared folder whose name matches, in ordinal order; none when the folder is missing.</summary>
    public static IReadOnlyList<string> Files(string relativeFolder, string pattern)
    {
        string folder = Path(relativeFolder);
        if (!Directory.Exists(folder))
            return [];
        return [.. Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
    }

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);

    private static string FindRepositoryRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Salience.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No Salience.slnx above {AppContext.BaseDirectory}.");
    }
}
