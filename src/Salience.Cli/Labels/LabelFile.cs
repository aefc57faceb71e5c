using System.Globalization;
using System.Text.RegularExpressions;
using Salience.Cli.Failures;

namespace Salience.Cli.Labels;

/// <summary>Reads class names: one per line, or WordNet synset lines such as <c>n01440764 tench, Tinca tinca</c>.</summary>
internal static partial class LabelFile
{
    // No list of class names is larger; a model or a picture given by mistake is.
    private const long MaxLength = 16 << 20;

    /// <summary>Reads the lines; empty lines at the end do not count.</summary>
    /// <exception cref="UsageException">The file is missing, empty or no text.</exception>
    public static IReadOnlyList<LabelLine> Read(string path)
    {
        if (!File.Exists(path))
            throw new UsageException($"{path}: there is no such label file; check the path of --labels.");
        if (new FileInfo(path).Length > MaxLength)
            throw new UsageException($"{path}: is too large for a list of class names; give a text file with one name on each line.");
        var text = File.ReadAllText(path).TrimEnd();
        if (text.Contains('\0', StringComparison.Ordinal) || text.Contains('\uFFFD', StringComparison.Ordinal))
            throw new UsageException($"{path}: is not a text file; give one class name on each line, in UTF-8.");
        if (text.Length == 0)
            throw new UsageException($"{path}: is empty; give one class name on each line.");
        return [.. text.Split('\n').Select(line => Parse(line.Trim()))];
    }

    /// <summary>The names for a network of <paramref name="classes"/> classes.</summary>
    /// <param name="path">The file, or <see langword="null"/> for no names.</param>
    /// <param name="offset">Classes before the first name; <see langword="null"/>: 0 where the numbers agree, 1 where the network has one class more.</param>
    /// <param name="classes">Number of outputs.</param>
    /// <exception cref="UsageException">The numbers do not agree.</exception>
    public static ClassLabels Load(string? path, int? offset, long classes)
    {
        if (path is null)
            return ClassLabels.None;
        var lines = Read(path);
        if (offset is null && classes - lines.Count is not (0 or 1))
            throw new UsageException(string.Create(CultureInfo.InvariantCulture,
                $"{path}: has {lines.Count} names but the network has {classes} classes; give the file that belongs to the model, or --label-offset N."));
        return new ClassLabels(lines, offset ?? (int)(classes - lines.Count));
    }

    /// <summary>The names that a model stores; none where they are not those of the explained output, which may be another than the stored one.</summary>
    /// <param name="names">The names.</param>
    /// <param name="offset">Classes before the first name; found as in <see cref="Load"/> where <see langword="null"/>.</param>
    /// <param name="classes">Number of outputs.</param>
    public static ClassLabels FromModel(IReadOnlyList<string> names, int? offset, long classes) =>
        offset is null && classes - names.Count is not (0 or 1)
            ? ClassLabels.None
            : new ClassLabels([.. names.Select(Parse)], offset ?? (int)(classes - names.Count));

    private static LabelLine Parse(string line) =>
        SynsetLine().Match(line) is { Success: true } synset
            ? new LabelLine(synset.Groups[2].Value, synset.Groups[1].Value, synset.Groups[2].Value.Split(',', StringSplitOptions.TrimEntries))
            : new LabelLine(line, null, []);

    [GeneratedRegex(@"^(n\d{8})\s+(\S.*)$")]
    private static partial Regex SynsetLine();
}
