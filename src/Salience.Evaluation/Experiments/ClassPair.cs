using System.Globalization;
using Salience.Naming;

namespace Salience.Evaluation.Experiments;

/// <summary>Two classes that were chosen to be compared.</summary>
/// <param name="First">Output of the first.</param>
/// <param name="Second">Output of the second.</param>
internal sealed record ClassPair(int First, int Second)
{
    /// <summary>Reads two numbers of outputs or names of classes: <c>243,282</c>, <c>bull mastiff|tiger cat</c>.</summary>
    /// <param name="text">The two, with | between them where a name has a comma, and otherwise with a comma.</param>
    /// <param name="names">Names of the classes of the data; a class may have several, separated by commas.</param>
    /// <param name="offset">Output of the first class.</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <exception cref="ArgumentException">There are not two different ones; the message says what is possible.</exception>
    public static ClassPair Parse(string text, IReadOnlyList<string> names, int offset, int outputs)
    {
        var parts = text.Split(text.Contains('|', StringComparison.Ordinal) ? '|' : ',', StringSplitOptions.TrimEntries);
        if (parts.Length != 2 || parts.Any(p => p.Length == 0))
            throw new ArgumentException($"pair={text} does not name two classes; give two outputs as in pair=3,8, or two names with | between them.");
        var pair = new ClassPair(OutputOf(text, parts[0], names, offset, outputs), OutputOf(text, parts[1], names, offset, outputs));
        if (pair.First == pair.Second)
            throw new ArgumentException($"pair={text} names output {pair.First} twice; give two different classes.");
        return pair;
    }

    private static int OutputOf(string text, string part, IReadOnlyList<string> names, int offset, int outputs)
    {
        // A name that is a number, such as a digit's, means the output of that number unless the network has others in front; the output counts.
        if (int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number >= 0 && number < outputs ? number
                : throw new ArgumentException($"pair={text}: there is no output {number}; the network has outputs 0 to {outputs - 1}.");
        }

        var known = names.SelectMany((name, c) => name.Split(',', StringSplitOptions.TrimEntries).Append(name).Distinct().Select(n => (Name: n, Class: c)))
            .Where(n => n.Class + offset < outputs).ToList();
        var found = known.Where(n => n.Name.Equals(part, StringComparison.OrdinalIgnoreCase)).Select(n => n.Class).Distinct().ToList();
        return found.Count switch
        {
            1 => found[0] + offset,
            0 => throw new ArgumentException(
                $"pair={text}: there is no class '{part}'; {(Suggestion.Nearest(part, [.. known.Select(n => n.Name)]) is { } near ? $"did you mean '{near}'? " : string.Empty)}give a name of the data's classes or an output, 0 to {outputs - 1}."),
            _ => throw new ArgumentException($"pair={text}: '{part}' is the name of the outputs {string.Join(", ", found.Select(c => c + offset))}; give one of these."),
        };
    }
}
