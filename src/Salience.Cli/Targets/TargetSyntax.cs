using System.Globalization;
using Salience.Cli.Failures;
using Salience.Cli.Labels;
using Salience.Decomposition;

namespace Salience.Cli.Targets;

/// <summary>Reads <c>auto</c>, <c>INDEX</c>, <c>NAME</c> or <c>A-B</c>, where A and B are an index or a name.</summary>
internal static class TargetSyntax
{
    /// <summary>The word for the class with the highest output.</summary>
    public const string Auto = "auto";

    /// <summary>The scalars to explain.</summary>
    /// <param name="text">The value of <c>--target</c>.</param>
    /// <param name="top">The value of <c>--top</c>; 1 unless given.</param>
    /// <param name="labels">Names of the classes.</param>
    /// <param name="classes">Number of outputs.</param>
    /// <exception cref="UsageException">There is no such class; the message suggests the nearest name.</exception>
    public static IReadOnlyList<TargetChoice> Parse(string text, int top, ClassLabels labels, long classes)
    {
        if (top < 1 || top > classes)
            throw new UsageException($"--top {top} is not between 1 and {classes}, the number of classes; give fewer.");
        if (text == Auto)
            return top == 1 ? [new TargetChoice(Target.ArgMax, Auto)] : [.. Enumerable.Range(1, top).Select(k => new TargetChoice(Target.Rank(k), $"top{k}"))];
        if (top > 1)
            throw new UsageException($"--top {top} chooses the classes and so does --target {text}; give one of them.");
        return [Single(text, labels, classes)];
    }

    private static TargetChoice Single(string text, ClassLabels labels, long classes)
    {
        // A name may contain a hyphen itself (black-footed ferret), so the whole text is tried first, then every hyphen in turn.
        if (Resolve(text, labels, classes) is { } index)
            return new TargetChoice(Target.Class(index), Number(index));
        for (var at = text.IndexOf('-', 1); at > 0 && at < text.Length - 1; at = text.IndexOf('-', at + 1))
        {
            if (Resolve(text[..at], labels, classes) is { } a && Resolve(text[(at + 1)..], labels, classes) is { } b)
                return a != b ? new TargetChoice(Target.Margin(a, b), $"{Number(a)}-{Number(b)}", b)
                    : throw new UsageException($"--target {text}: both sides are class {a}; the difference is always 0. Give two classes.");
        }

        throw Unknown(text, labels, classes);
    }

    /// <summary>The class of an index or a name; <see langword="null"/> where a name is unknown.</summary>
    private static int? Resolve(string text, ClassLabels labels, long classes)
    {
        text = text.Trim();
        if (text.Length > 0 && text.All(char.IsAsciiDigit))
        {
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < classes
                ? index
                : throw new UsageException($"--target {text}: the network has the classes 0 to {classes - 1}; give one of them.");
        }

        var found = labels.Find(text);
        return found.Count switch
        {
            0 => null,
            1 when found[0] < classes => found[0],
            1 => throw new UsageException($"--target {text}: that is class {found[0]}, but the network has the classes 0 to {classes - 1}; check --labels."),
            _ => throw new UsageException($"--target {text}: that is the name of the classes {string.Join(" and ", found)}; give the index."),
        };
    }

    private static UsageException Unknown(string text, ClassLabels labels, long classes)
    {
        if (labels.Count == 0)
            return new UsageException($"--target {text}: names need --labels FILE; or give an index from 0 to {classes - 1}.");
        var hint = labels.Suggest(text) is { } nearest ? $"did you mean {nearest}?" : $"give a name from the label file or an index from 0 to {classes - 1}.";
        return new UsageException($"--target {text}: no class has that name; {hint}");
    }

    private static string Number(int index) => index.ToString(CultureInfo.InvariantCulture);
}
