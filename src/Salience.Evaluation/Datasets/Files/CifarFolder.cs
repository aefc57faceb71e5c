namespace Salience.Evaluation.Datasets.Files;

/// <summary>Finds the files of a split in a folder: the official ones, or a selection of them in one file.</summary>
internal static class CifarFolder
{
    /// <summary>The folder that holds the files: the one given, or the one of the official archive in it.</summary>
    public static string Locate(string folder, string archiveFolder, string officialFile)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{folder}: there is no such folder; check the path.");
        var inside = Path.Combine(folder, archiveFolder);
        return DataFile.Find(folder, officialFile) is null && Directory.Exists(inside) ? inside : folder;
    }

    /// <summary>The files of a split, in order.</summary>
    /// <param name="folder">Where to look.</param>
    /// <param name="official">The official files' names, all of them needed where one is there.</param>
    /// <param name="prefix">How the name of a selection begins, <c>train</c> or <c>test</c>; it ends in <c>.bin</c> or <c>.bin.gz</c>.</param>
    /// <exception cref="FileNotFoundException">Files are missing.</exception>
    /// <exception cref="InvalidDataException">Several selections are there.</exception>
    public static IReadOnlyList<string> Files(string folder, IReadOnlyList<string> official, string prefix)
    {
        var found = official.Select(name => DataFile.Find(folder, name)).ToList();
        if (found.All(path => path is not null))
            return [.. found.Select(path => path!)];
        if (found.Any(path => path is not null))
            throw Missing(folder, string.Join(", ", official.Where((_, i) => found[i] is null)));
        List<string> cut = [.. Directory.EnumerateFiles(folder, prefix + "*.bin").Concat(Directory.EnumerateFiles(folder, prefix + "*.bin.gz")).Order(StringComparer.Ordinal)];
        return cut.Count switch
        {
            1 => cut,
            0 => throw Missing(folder, $"{string.Join(", ", official)} (or {prefix}*.bin)"),
            _ => throw new InvalidDataException($"{folder}: holds {cut.Count} files {prefix}*.bin ({string.Join(", ", cut.Select(Path.GetFileName))}); name the one to read."),
        };
    }

    private static FileNotFoundException Missing(string folder, string names) =>
        new($"{folder}: {names} {(names.Contains(',', StringComparison.Ordinal) ? "are" : "is")} missing, with or without .gz; "
            + "download the binary version of the data set or name the files.");
}
