using System.Globalization;
using Salience.Naming;

namespace Salience.Cli.Labels;

/// <summary>Names of a network's classes.</summary>
/// <param name="lines">One entry for each line of the file.</param>
/// <param name="offset">Classes of the network before the first line; there is one in networks with a background class.</param>
internal sealed class ClassLabels(IReadOnlyList<LabelLine> lines, int offset)
{
    /// <summary>No names at all.</summary>
    public static ClassLabels None { get; } = new([], 0);

    /// <summary>How many classes have a name in the file.</summary>
    public int Count => lines.Count;

    /// <summary>The name of a class, or <see langword="null"/>.</summary>
    public string? this[long index] =>
        lines.Count == 0 ? null
        : index == 0 && offset == 1 ? "background"
        : index >= offset && index - offset < lines.Count ? lines[(int)(index - offset)].Name : null;

    /// <summary>The classes with that name, a synonym of that name or that WordNet id; the first kind that matches counts, in any case of letters.</summary>
    public IReadOnlyList<int> Find(string name)
    {
        if (offset == 1 && lines.Count > 0 && Same(name, "background"))
            return [0];
        Func<LabelLine, bool>[] kinds = [l => Same(l.Name, name), l => l.Synset is { } id && Same(id, name), l => l.Synonyms.Any(s => Same(s, name))];
        foreach (var matches in kinds)
        {
            int[] found = [.. Enumerable.Range(0, lines.Count).Where(i => matches(lines[i])).Select(i => i + offset)];
            if (found.Length > 0)
                return found;
        }

        return [];
    }

    /// <summary>The name nearest to a mistyped one, with its class, or <see langword="null"/> where nothing is near.</summary>
    public string? Suggest(string name) =>
        Suggestion.Nearest(name, lines.SelectMany(l => l.Synonyms.Append(l.Name))) is { } nearest
            ? string.Create(CultureInfo.InvariantCulture, $"'{nearest}' ({string.Join(", ", Find(nearest))})")
            : null;

    private static bool Same(string a, string b) => a.Equals(b.Trim(), StringComparison.OrdinalIgnoreCase);
}
