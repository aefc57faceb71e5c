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

    /// <summary>The names of networks that follow the option, separated by commas, each one of those known.</summary>
    /// <param name="known">The names.</param>
    /// <param name="orFiles">Whether ONNX files are possible too.</param>
    public IReadOnlyList<string> Networks(IReadOnlyList<string> known, bool orFiles = false) => Names("network", known, orFiles);

    /// <summary>The names that follow the option, separated by commas, each one of those known.</summary>
    public IReadOnlyList<string> Names(string kind, IReadOnlyList<string> known, bool orFiles = false)
    {
        var names = Value().Split(',');
        return names.FirstOrDefault(n => !known.Contains(n) && !(orFiles && Architectures.IsFile(n))) is { } missing
            ? throw new ArgumentException($"No {kind} is named '{missing}'. Possible: {string.Join(", ", known)}{(orFiles ? ", or an ONNX file" : string.Empty)}.")
            : names;
    }

    /// <summary>What an option that nobody knows leads to.</summary>
    public ArgumentException Unknown() => new($"Unknown option '{arguments[_position]}'. Usage: {usage}");
}
