using System.Globalization;

namespace Salience.Cli.Explaining;

/// <summary>Names of result files, no two the same in one run.</summary>
internal sealed class ResultNames
{
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase) { "explanations.json" };

    /// <summary>A name such as <c>tench.fullgrad.0.png</c>.</summary>
    /// <param name="stem">The input's part.</param>
    /// <param name="method">The method's part.</param>
    /// <param name="target">The class's part.</param>
    /// <param name="extension">With its dot.</param>
    public string Take(string stem, string method, string target, string extension)
    {
        var name = $"{stem}.{method}.{target}";
        var unique = name + extension;
        for (var i = 2; !_taken.Add(unique); i++)
            unique = string.Create(CultureInfo.InvariantCulture, $"{name}-{i}{extension}");
        return unique;
    }
}
