using System.CommandLine;
using System.Globalization;

namespace Salience.Cli.Models;

/// <summary>Options of the usual kinds.</summary>
internal static class OptionFactory
{
    /// <summary>An option for text.</summary>
    public static Option<string?> Text(string name, string help, string description, params string[] aliases) =>
        new(name, aliases) { HelpName = help, Description = description };

    /// <summary>An option for a whole number that is at least <paramref name="least"/>.</summary>
    public static Option<int?> Whole(string name, string help, string description, int least, params string[] aliases) => new(name, aliases)
    {
        HelpName = help,
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least)
                return value;
            result.AddError($"{name} {text} is no whole number of at least {least}; give one.");
            return null;
        },
    };

    /// <summary>An option for a number between two bounds, both included.</summary>
    public static Option<double?> Real(string name, string help, string description, double least, double most) => new(name)
    {
        HelpName = help,
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
                return value;
            result.AddError(double.IsPositiveInfinity(most) ? $"{name} {text} is no number of at least {least}; give one." : $"{name} {text} is no number between {least} and {most}; give one.");
            return null;
        },
    };

    /// <summary>An option that takes several names.</summary>
    public static Option<string[]> Names(string name, string description) => new(name) { HelpName = "NAME…", Description = description, AllowMultipleArgumentsPerToken = true };

    /// <summary>Names separated by spaces or commas; <see langword="null"/> where none is given.</summary>
    public static IReadOnlyList<string>? Split(string[]? texts) =>
        texts is { Length: > 0 } ? [.. texts.SelectMany(t => t.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))] : null;

    /// <summary>The option <c>--seed</c>.</summary>
    public static Option<int?> Seed(string description) => Whole("--seed", "N", description, 0);

    /// <summary>A switch.</summary>
    public static Option<bool> Switch(string name, string description) => new(name) { Description = description };
}
