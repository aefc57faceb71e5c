using System.Text.RegularExpressions;

namespace Salience.Evaluation.Datasets.Files;

/// <summary>Classes by WordNet id: a line for each, the id and the name.</summary>
internal sealed partial class SynsetList
{
    private readonly Dictionary<string, int> _indices;

    private SynsetList(string path, Dictionary<string, int> indices, IReadOnlyList<string> names)
    {
        Path = path;
        _indices = indices;
        Names = names;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Names in the order of the file.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A line does not begin with an id, or an id comes twice.</exception>
    public static SynsetList Read(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: there is no such file; check the path.", path);
        var (indices, names) = (new Dictionary<string, int>(StringComparer.Ordinal), new List<string>());
        foreach (var (number, line) in File.ReadLines(path).Index().Where(line => !string.IsNullOrWhiteSpace(line.Item)))
        {
            if (IdOf(line) is not { } id)
                throw new InvalidDataException($"{path}: line {number + 1} does not begin with a WordNet id such as n01440764.");
            if (!indices.TryAdd(id, names.Count))
                throw new InvalidDataException($"{path}: line {number + 1} has {id} for the second time; remove one of them.");
            var name = line[id.Length..].Trim();
            names.Add(name.Length > 0 ? name : id);
        }

        return new SynsetList(path, indices, names);
    }

    /// <summary>The WordNet id that a text begins with, or <see langword="null"/>.</summary>
    public static string? IdOf(string text) => Id().Match(text) is { Success: true } match ? match.Value : null;

    /// <summary>The class of an id.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public int IndexOf(string id, string place) => _indices.TryGetValue(id, out var index)
        ? index
        : throw new InvalidDataException($"{place}: {id} is not among the {Names.Count} classes of {Path}; give the list that belongs to the pictures.");

    [GeneratedRegex(@"^n[0-9]{8}(?![0-9])")]
    private static partial Regex Id();
}
