using Salience.Attribution;

namespace Salience.Evaluation.Choices;

/// <summary>Variants of one method that differ in a few settings, every combination of their values.</summary>
/// <param name="Method">The method's name.</param>
/// <param name="Keys">The settings that differ, with their values in the order of the variants.</param>
/// <param name="Variants">The variants.</param>
public sealed record ChoiceGrid(string Method, IReadOnlyList<ChoiceKey> Keys, IReadOnlyList<ChoiceVariant> Variants)
{
    /// <summary>Finds the variants of a method among methods of a run: the largest group of texts that give the same settings.</summary>
    /// <param name="methods">Methods as they were asked for, <c>fullgrad:sign=signed,rescale=none</c>.</param>
    /// <param name="method">The method's name.</param>
    /// <exception cref="ArgumentException">There are no two variants, or combinations are missing; the message says which.</exception>
    public static ChoiceGrid Of(IEnumerable<string> methods, string method)
    {
        ArgumentNullException.ThrowIfNull(methods);
        ArgumentException.ThrowIfNullOrEmpty(method);
        var own = methods.Where(m => m.StartsWith(method + ":", StringComparison.Ordinal)).Distinct().Select(m => new ChoiceVariant(m, MethodText.Parse(m).Settings)).ToList();
        var group = own.GroupBy(v => string.Join(',', v.Values.Keys.Order(StringComparer.Ordinal))).OrderByDescending(g => g.Count()).FirstOrDefault()?.ToList() ?? [];
        var keys = group.SelectMany(v => v.Values.Keys).Distinct().Select(k => new ChoiceKey(k, [.. group.Select(v => v.Values[k]).Distinct()])).Where(k => k.Values.Count > 1).ToList();
        if (keys.Count == 0)
            throw new ArgumentException($"There are no two variants of {method} that give the same settings with other values; run an experiment with --methods \"{method}:key=value|value\".", nameof(methods));
        var wanted = keys.Aggregate(1, (n, k) => n * k.Values.Count);
        if (group.Count != wanted)
            throw new ArgumentException($"Of {wanted} combinations of {string.Join(", ", keys.Select(k => k.Name))} only {group.Count} were measured; effects of single settings need all of them.", nameof(methods));
        return new ChoiceGrid(method, keys, group);
    }
}

/// <summary>A setting that differs between variants.</summary>
/// <param name="Name">The setting.</param>
/// <param name="Values">Its values.</param>
public sealed record ChoiceKey(string Name, IReadOnlyList<string> Values);

/// <summary>One variant of a method.</summary>
/// <param name="Name">As it was asked for.</param>
/// <param name="Values">Its settings.</param>
public sealed record ChoiceVariant(string Name, IReadOnlyDictionary<string, string> Values);
