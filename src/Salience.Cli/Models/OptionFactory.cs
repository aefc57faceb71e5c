using System.CommandLine;

namespace Salience.Cli.Models;

/// <summary>Options of the usual kinds.</summary>
internal static class OptionFactory
{
    /// <summary>An option for text.</summary>
    public static Option<string?> Text(string name, string help, string description, params string[] aliases) =>
        new(name, aliases) { HelpName = help, Description = description };

    /// <summary>An option for a whole number that is at least <paramref name="least"/>.</summary>
    public static Option<int?> Whole(string name, string help, string description, int least, params string[] aliases)
    {
        var option = new Option<int?>(name, aliases) { HelpName = help, Description = description };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is { } value && value < least)
                result.AddError($"{name} {value} is too small; give at least {least}.");
        });
        return option;
    }

    /// <summary>A switch.</summary>
    public static Option<bool> Switch(string name, string description) => new(name) { Description = description };
}
