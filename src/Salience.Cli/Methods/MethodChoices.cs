using Salience.Attribution;
using Salience.Cli.Failures;

namespace Salience.Cli.Methods;

/// <summary>Options that set a setting of every method that has it.</summary>
/// <param name="Preset">The value of <c>--preset</c>.</param>
/// <param name="Fold">Whether batch normalisation is folded.</param>
/// <param name="Seed">The value of <c>--seed</c>.</param>
/// <param name="Signed">Whether maps are to keep their sign, <c>--positive-negative</c>.</param>
internal sealed record MethodOptions(string? Preset = null, bool Fold = true, long Seed = 0, bool Signed = false);

/// <summary>Reads methods: <c>NAME</c> or <c>NAME:key=value,key=value</c>, several separated by semicolons.</summary>
internal static class MethodChoices
{
    /// <summary>What keeps the sign of a map, by the name of the setting.</summary>
    private static readonly Dictionary<string, string> KeepsSign = new() { ["signed"] = "true", ["positive"] = "false", ["map"] = "sum", ["preset"] = "signed" };

    /// <summary>The method where none is asked for.</summary>
    public const string Default = "fullgrad";

    /// <summary>Reads every text.</summary>
    /// <param name="texts">One or several texts, each of one or several methods.</param>
    /// <param name="options">Set settings that the text does not.</param>
    /// <param name="option">The option they were written after.</param>
    /// <exception cref="UsageException">There is no such method, setting or value.</exception>
    public static IReadOnlyList<MethodChoice> Read(IEnumerable<string> texts, MethodOptions options, string option = "--method")
    {
        var written = texts.SelectMany(t => t.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();
        if (written.Count == 0)
            throw new UsageException($"{option} is empty; 'salience methods' lists the names.");
        IReadOnlyList<MethodChoice> choices = [.. written.Select(text => Read(text, options, option))];
        if (options.Preset is { } preset && choices.All(c => !c.Entry.Keys.Contains("preset")))
            throw new UsageException($"--preset {preset}: {string.Join(" and ", choices.Select(c => c.Name))} has no presets; leave it out.");
        return choices;
    }

    /// <summary>A method of the catalogue with what the options set.</summary>
    /// <exception cref="UsageException">The preset does not exist.</exception>
    public static MethodChoice Of(AttributionMethodEntry entry, IReadOnlyDictionary<string, string> given, MethodOptions options)
    {
        var settings = given.ToDictionary();
        if (options.Preset is { } preset)
            Add("preset", preset);
        if (!options.Fold)
            Add("fold-batch-norm", "false");
        if (options.Seed != 0)
            Add("seed", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{options.Seed}"));
        foreach (var (key, value) in options.Signed ? KeepsSign : [])
            Add(key, value);
        try
        {
            entry.Check(settings);
        }
        catch (ArgumentException failure)
        {
            throw new UsageException($"--preset: {KnownFailure.Describe(failure)}");
        }

        return new MethodChoice(entry, given, settings);

        void Add(string key, string value)
        {
            if (entry.Keys.Contains(key))
                settings.TryAdd(key, value);
        }
    }

    private static MethodChoice Read(string text, MethodOptions options, string option)
    {
        try
        {
            var (entry, given) = AttributionMethods.Parse(text);
            return Of(entry, given, options);
        }
        catch (ArgumentException failure)
        {
            throw new UsageException($"{option} {text}: {KnownFailure.Describe(failure)}");
        }
    }
}
