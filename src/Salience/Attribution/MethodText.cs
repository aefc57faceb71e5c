namespace Salience.Attribution;

/// <summary>A method as people write it: a name, or a name with settings, <c>integrated-gradients:steps=64,rule=midpoint</c>.</summary>
/// <param name="Name">What stands before the colon.</param>
/// <param name="Settings">What stands behind it; the order is that of the text.</param>
internal sealed record MethodText(string Name, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>Takes a text apart; whether there is such a method or setting is not looked at.</summary>
    /// <exception cref="ArgumentException">A part is no setting, or a setting is given twice.</exception>
    public static MethodText Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = (colon < 0 ? text : text[..colon]).Trim();
        var settings = new Dictionary<string, string>();
        foreach (var pair in colon < 0 ? [] : text[(colon + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at < 1 || at == pair.Length - 1)
                throw new ArgumentException($"{text}: '{pair}' is no setting; write {name}:key=value,key=value.", nameof(text));
            if (!settings.TryAdd(pair[..at].Trim(), pair[(at + 1)..].Trim()))
                throw new ArgumentException($"{text}: '{pair[..at]}' is given twice.", nameof(text));
        }

        return new MethodText(name, settings);
    }
}
