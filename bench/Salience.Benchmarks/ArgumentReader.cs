using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Salience.Benchmarks;

/// <summary>Reads options with their values from left to right.</summary>
/// <param name="arguments">What was written.</param>
/// <param name="usage">One line on the options, for messages.</param>
internal sealed class ArgumentReader(IReadOnlyList<string> arguments, string usage)
{
    private int _position = -1;

    /// <summary>The next option, if there is one.</summary>
    public bool Next([NotNullWhen(true)] out string? option) => (option = ++_position < arguments.Count ? arguments[_position] : null) is not null;

    /// <summary>The value that follows the option.</summary>
    public string Value() =>
        ++_position < arguments.Count ? arguments[_position] : throw new ArgumentException($"{arguments[_position - 1]} needs a value. Usage: {usage}");

    /// <summary>The number that follows the option.</summary>
    public int Number() => Numbers() is [var number] ? number : throw new ArgumentException($"'{arguments[_position]}' is no number. Usage: {usage}");

    /// <summary>The numbers that follow the option, separated by commas.</summary>
    public IReadOnlyList<int> Numbers() => Value().Split(',').Select(text =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ArgumentException($"'{text}' is no number. Usage: {usage}")).ToList();

    /// <summary>The names that follow the option, separated by commas, each one of those known.</summary>
    public IReadOnlyList<string> Networks(IReadOnlyList<string> known)
    {
        var names = Value().Split(',');
        return names.FirstOrDefault(n => !known.Contains(n)) is { } missing
            ? throw new ArgumentException($"No network is named '{missing}'. Networks: {string.Join(", ", known)}.")
            : names;
    }

    /// <summary>What an option that nobody knows leads to.</summary>
    public ArgumentException Unknown() => new($"Unknown option '{arguments[_position]}'. Usage: {usage}");
}
