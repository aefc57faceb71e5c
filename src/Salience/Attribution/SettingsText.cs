using System.Globalization;
using System.Reflection;
using System.Text;
using Salience.Naming;

namespace Salience.Attribution;

/// <summary>Settings records as text and back: <c>Steps: 64, Rule: GaussLegendre</c> is <c>steps=64,rule=gauss-legendre</c>.</summary>
/// <remarks>
/// A settings record is described by the parameters of its constructor: Booleans, numbers, enumerations, text, and types with a static
/// <c>Parse(string)</c> whose <c>ToString</c> gives the text back. Values that text cannot give (tensors) are left at their default.
/// </remarks>
internal static class SettingsText
{
    /// <summary>Names of the settings that text can give.</summary>
    public static IReadOnlyList<string> Keys<T>() => [.. Parameters<T>().Where(p => CanRead(p.ParameterType)).Select(p => Kebab(p.Name!))];

    /// <summary>The record with the settings given, the others at their defaults.</summary>
    /// <exception cref="ArgumentException">A setting does not exist or has a value it cannot have.</exception>
    public static T Read<T>(string method, IReadOnlyDictionary<string, string> settings)
    {
        var keys = Keys<T>();
        if (settings.Keys.FirstOrDefault(k => !keys.Contains(k)) is { } unknown)
        {
            throw new ArgumentException(keys.Count == 0 ? $"{method} has no settings; '{unknown}' was given."
                : $"{method} has no setting '{unknown}'; {Hint(unknown, keys)}its settings are {string.Join(", ", keys)}.");
        }

        var constructor = typeof(T).GetConstructors()[0];
        var values = Parameters<T>().Select(p => settings.TryGetValue(Kebab(p.Name!), out var text)
            ? Parse(method, Kebab(p.Name!), text, p.ParameterType) : p.HasDefaultValue ? p.DefaultValue : null).ToArray();
        return (T)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, values, CultureInfo.InvariantCulture);
    }

    /// <summary>What can be written for each setting that text can give; the defaults are the method's to say.</summary>
    public static IReadOnlyList<SettingDescription> Describe<T>() =>
    [
        .. Parameters<T>().Where(p => CanRead(p.ParameterType))
            .Select(p => new SettingDescription(Kebab(p.Name!), Kind(Plain(p.ParameterType)), Forms(Plain(p.ParameterType)), Default: null)),
    ];

    /// <summary>All settings with their values, defaults included; those that text cannot give are left out.</summary>
    public static IReadOnlyDictionary<string, string> Write<T>(T settings)
        where T : notnull
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in Parameters<T>().Where(p => CanRead(p.ParameterType)))
        {
            if (typeof(T).GetProperty(parameter.Name!)!.GetValue(settings) is { } value)
                all[Kebab(parameter.Name!)] = Text(value);
        }

        return all;
    }

    /// <summary>Words in lower case joined by hyphens: <c>GaussLegendre</c> is <c>gauss-legendre</c>.</summary>
    public static string Kebab(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0)
                text.Append('-');
            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }

    /// <summary>The value that was probably meant, for a message.</summary>
    public static string Hint(string given, IEnumerable<string> possible) =>
        Suggestion.Nearest(given, possible) is { } nearest ? $"did you mean '{nearest}'? " : string.Empty;

    private static SettingKind Kind(Type type) =>
        type == typeof(bool) ? SettingKind.TrueOrFalse
        : type == typeof(int) || type == typeof(long) ? SettingKind.WholeNumber
        : type == typeof(double) ? SettingKind.Number
        : type.IsEnum ? SettingKind.Choice
        : type == typeof(string) ? SettingKind.Text
        : SettingKind.Form;

    /// <summary>What a type reads: the names of an enumeration; for a type with a parser what its static property <c>Forms</c> lists.</summary>
    private static IReadOnlyList<string> Forms(Type type) =>
        type == typeof(bool) ? ["true", "false"]
        : type.IsEnum ? [.. Enum.GetNames(type).Select(Kebab)]
        : type.GetProperty("Forms", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)?.GetValue(null) as IReadOnlyList<string> ?? [];

    private static ParameterInfo[] Parameters<T>() => typeof(T).GetConstructors()[0].GetParameters();

    private static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static MethodInfo? Parser(Type type) => type.GetMethod("Parse", BindingFlags.Public | BindingFlags.Static, [typeof(string)]);

    private static bool CanRead(Type type)
    {
        type = Plain(type);
        return type == typeof(bool) || type == typeof(string) || type.IsEnum || type == typeof(int) || type == typeof(long) || type == typeof(double) || Parser(type) is not null;
    }

    private static object Parse(string method, string key, string text, Type type)
    {
        type = Plain(type);
        if (type == typeof(string))
            return text;
        if (type.IsEnum)
        {
            return Enum.GetNames(type).FirstOrDefault(n => Kebab(n) == text) is { } name ? Enum.Parse(type, name)
                : throw new ArgumentException($"{method}: {key}={text} is not possible; {Hint(text, Enum.GetNames(type).Select(Kebab))}use {string.Join(", ", Enum.GetNames(type).Select(Kebab))}.");
        }

        if (type == typeof(bool))
            return bool.TryParse(text, out var yes) ? yes : throw new ArgumentException($"{method}: {key}={text} is neither true nor false.");
        if (type == typeof(int) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
            return integer;
        if (type == typeof(long) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var wide))
            return wide;
        if (type == typeof(double) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real))
            return real;
        if (type == typeof(int) || type == typeof(long))
            throw new ArgumentException($"{method}: {key}={text} is no whole number.");
        if (type == typeof(double))
            throw new ArgumentException($"{method}: {key}={text} is no number.");
        return Parser(type)!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [text], CultureInfo.InvariantCulture)!;
    }

    private static string Text(object value) => value switch
    {
        bool yes => yes ? "true" : "false",
        Enum choice => Kebab(choice.ToString()),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
