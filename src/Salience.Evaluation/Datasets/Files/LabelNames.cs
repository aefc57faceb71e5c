namespace Salience.Evaluation.Datasets.Files;

/// <summary>Names of classes from a text file beside the data, one on each line.</summary>
internal static class LabelNames
{
    /// <summary>Reads the first of some files that exists.</summary>
    /// <param name="folder">Where to look.</param>
    /// <param name="names">The files' names.</param>
    /// <param name="builtIn">The names where there is none of these files; they also say how many there must be.</param>
    /// <exception cref="InvalidDataException">The file has another number of names.</exception>
    public static IReadOnlyList<string> Read(string folder, IReadOnlyList<string> names, IReadOnlyList<string> builtIn)
    {
        if (names.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists) is not { } path)
            return builtIn;
        string[] lines = [.. File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0)];
        return lines.Length == builtIn.Count
            ? lines
            : throw new InvalidDataException($"{path}: has {lines.Length} names but the data have {builtIn.Count} classes; give one name on each line or remove the file.");
    }
}
