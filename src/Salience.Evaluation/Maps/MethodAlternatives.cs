namespace Salience.Evaluation.Maps;

/// <summary>Several methods in one text: settings with alternatives, <c>fullgrad:sign=signed|absolute,rescale=none|per-image</c>.</summary>
/// <remarks>Every combination of the alternatives is a method; the last setting changes fastest. Values themselves hold no bar.</remarks>
public static class MethodAlternatives
{
    /// <summary>All methods that a text stands for.</summary>
    /// <param name="text">A method as <see cref="MapSources.Create"/> takes it, alternatives separated by bars.</param>
    /// <returns>The text itself where it has no alternatives.</returns>
    /// <exception cref="ArgumentException">An alternative is empty.</exception>
    public static IReadOnlyList<string> Expand(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !text.Contains('|', StringComparison.Ordinal))
            return [text];
        IEnumerable<string> found = [string.Empty];
        foreach (var pair in text[(colon + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = pair.Split('=', 2, StringSplitOptions.TrimEntries);
            string[] values = parts.Length < 2 ? [pair] : [.. parts[1].Split('|', StringSplitOptions.TrimEntries)];
            if (parts.Length < 2 && pair.Contains('|', StringComparison.Ordinal) || values.Contains(string.Empty))
                throw new ArgumentException($"{text}: '{pair}' has an empty alternative; write key=value|value.", nameof(text));
            found = found.SelectMany(begun => values, (begun, value) => $"{begun}{(begun.Length > 0 ? "," : string.Empty)}{(parts.Length < 2 ? value : $"{parts[0]}={value}")}").ToList();
        }

        return [.. found.Select(settings => $"{text[..colon]}:{settings}")];
    }
}
