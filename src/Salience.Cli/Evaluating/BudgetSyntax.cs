using System.Globalization;
using Salience.Cli.Failures;

namespace Salience.Cli.Evaluating;

/// <summary>Reads lengths of time such as <c>90s</c>, <c>30m</c> or <c>1.5h</c>.</summary>
internal static class BudgetSyntax
{
    /// <summary>Reads a length of time.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static TimeSpan Parse(string text)
    {
        var seconds = text.Length > 1 ? text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 } : 0;
        return seconds > 0 && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number * seconds is >= 1 and <= 1e7
            ? TimeSpan.FromSeconds(number * seconds)
            : throw new UsageException($"--budget {text}: is no length of time of at least a second; write 90s, 30m or 2h.");
    }
}
