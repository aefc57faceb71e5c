namespace Salience.Attribution;

/// <summary>A setting of a method as text gives it.</summary>
/// <param name="Name">Its name in kebab case.</param>
/// <param name="Kind">What kind of value it takes.</param>
/// <param name="Forms">The values it takes, or their forms with variable parts in capitals; empty for numbers and free text.</param>
/// <param name="Default">Its value unless given; <see langword="null"/> where the method chooses for the network.</param>
public sealed record SettingDescription(string Name, SettingKind Kind, IReadOnlyList<string> Forms, string? Default);

/// <summary>Kinds of values of settings.</summary>
public enum SettingKind
{
    /// <summary><c>true</c> or <c>false</c>.</summary>
    TrueOrFalse,

    /// <summary>A whole number.</summary>
    WholeNumber,

    /// <summary>A number.</summary>
    Number,

    /// <summary>One of a few words.</summary>
    Choice,

    /// <summary>A word that may be followed by values of its own, such as <c>constant:0.5</c>.</summary>
    Form,

    /// <summary>Any text, such as the name of a layer.</summary>
    Text,
}
