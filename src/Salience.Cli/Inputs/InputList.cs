using Salience.Cli.BuiltIn;
using Salience.Cli.Failures;

namespace Salience.Cli.Inputs;

/// <summary>Turns the arguments into the files to explain: pictures, arrays, and the pictures and arrays in folders.</summary>
internal static class InputList
{
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".bmp", ".gif", ".npy",
    };

    /// <summary>The files in order: as given, those of a folder by name, the built-in ones by theirs. Folders are not searched below.</summary>
    /// <param name="arguments">Files and folders.</param>
    /// <param name="warn">Told of what in a folder is left out.</param>
    /// <exception cref="UsageException">There is no input, or a folder holds none.</exception>
    public static IReadOnlyList<InputItem> Expand(IReadOnlyList<string> arguments, Action<string> warn)
    {
        if (arguments.Count == 0)
            throw new UsageException("nothing to explain: give a picture, a folder of pictures or an .npy array. See 'salience explain --help'.");
        var paths = arguments.SelectMany(argument =>
            BuiltInContent.IsName(argument) ? BuiltInContent.Pictures : Directory.Exists(argument) ? FilesOf(argument, warn) : [argument]).ToList();
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. paths.Select(path => new InputItem(path, Unique(path, taken)))];
    }

    private static List<string> FilesOf(string folder, Action<string> warn)
    {
        var files = Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).ToLookup(file => Extensions.Contains(Path.GetExtension(file)));
        var left = files[false].Select(Path.GetFileName).ToList();
        if (left.Count > 0)
            warn($"{folder}: skipped {left.Count} {(left.Count == 1 ? "file that is" : "files that are")} neither picture nor .npy ({string.Join(", ", left.Take(3))}{(left.Count > 3 ? ", …" : "")}).");
        return files[true].Any() ? [.. files[true]] : throw new UsageException($"{folder}: holds no picture and no .npy array; name another folder (folders inside are not searched).");
    }

    /// <summary>The file's name without extension, numbered where another input has it already.</summary>
    private static string Unique(string path, HashSet<string> taken)
    {
        var name = Path.GetFileNameWithoutExtension(BuiltInContent.IsPicture(path) ? BuiltInContent.FileOf(path) : path);
        if (name.Length == 0)
            name = "input";
        var stem = name;
        for (var i = 2; !taken.Add(stem); i++)
            stem = $"{name}-{i}";
        return stem;
    }
}
