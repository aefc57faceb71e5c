using Salience.Cli.Failures;

namespace Salience.Cli.Methods;

/// <summary>One method as written on the command line: <c>NAME</c> or <c>NAME:key=value,key=value</c>.</summary>
/// <param name="Name">Name of the method.</param>
/// <param name="Settings">Its settings as text.</param>
internal sealed record MethodSpec(string Name, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>Reads one or several methods, separated by semicolons.</summary>
    /// <exception cref="UsageException">A setting has no value or stands twice.</exception>
    public static IReadOnlyList<MethodSpec> Parse(string text)
    {
        var parts = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Length > 0 ? [.. parts.Select(One)] : throw new UsageException("--method is empty; 'salience methods' lists the names.");
    }

    private static MethodSpec One(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return new MethodSpec(text, new Dictionary<string, string>());
        var settings = new Dictionary<string, string>();
        foreach (var pair in text[(colon + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at < 1 || at == pair.Length - 1)
                throw new UsageException($"--method {text}: '{pair}' is no setting; write NAME:key=value,key=value.");
            if (!settings.TryAdd(pair[..at].Trim(), pair[(at + 1)..].Trim()))
                throw new UsageException($"--method {text}: '{pair[..at]}' is given twice.");
        }

        return new MethodSpec(text[..colon].Trim(), settings);
    }
}
