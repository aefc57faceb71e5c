using Salience.Attribution;
using Salience.Cli.Failures;
using Salience.Networks;

namespace Salience.Cli.Methods;

/// <summary>A method as asked for on the command line: one of the catalogue, with the settings that were given.</summary>
/// <param name="Entry">The method.</param>
/// <param name="Given">What was written after its name.</param>
/// <param name="Settings">The same, with what options of the command set.</param>
internal sealed record MethodChoice(
    AttributionMethodEntry Entry, IReadOnlyDictionary<string, string> Given, IReadOnlyDictionary<string, string> Settings)
{
    private const string PresetKey = "preset";

    /// <summary>Name in records and file names.</summary>
    public string Name => Entry.Description.Name;

    /// <summary>Name of the preset, where the method has presets.</summary>
    public string? Preset => Settings.GetValueOrDefault(PresetKey) ?? Entry.Defaults.GetValueOrDefault(PresetKey);

    /// <summary>The name with the settings that differ from the defaults, as people read it: <c>fullgrad (signed)</c>, <c>occlusion (window=8)</c>.</summary>
    public string Title => Distinctive.ToList() is { Count: > 0 } said ? $"{Name} ({string.Join(", ", said.Select(s => s.Key == PresetKey ? s.Value : $"{s.Key}={s.Value}"))})" : Name;

    /// <summary>What tells two choices of one method apart in file names: <c>signed</c>, <c>window-8</c>.</summary>
    public string Suffix
    {
        get
        {
            var text = Distinctive.Any() || Preset is not { } preset ? string.Join('-', Distinctive.Select(s => s.Key == PresetKey ? s.Value : $"{s.Key}-{s.Value}")) : preset;
            return new string([.. text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' ? c : '-')]).Trim('-');
        }
    }

    private IEnumerable<KeyValuePair<string, string>> Distinctive =>
        Settings.Where(s => s.Key == PresetKey || s.Value != Entry.Defaults.GetValueOrDefault(s.Key)).OrderBy(s => s.Key, StringComparer.Ordinal);

    /// <summary>The method for a network, which must outlive it; disposed by the caller.</summary>
    /// <param name="network">The network.</param>
    /// <param name="batch">Most images in one pass, copies included.</param>
    /// <exception cref="UsageException">A setting has a value that cannot be, or names a layer that the network does not have.</exception>
    public AttributionMethod Bind(Network network, int batch)
    {
        try
        {
            var method = Entry.Create(network, Settings);
            method.Batch = batch;
            return method;
        }
        catch (ArgumentOutOfRangeException failure)
        {
            var about = Settings.FirstOrDefault(s => s.Value == $"{failure.ActualValue}") is { Key: { } key } setting ? $"{key}={setting.Value}" : $"{failure.ActualValue}";
            throw new UsageException($"--method {Name}: {about} is out of range; {Possible(failure)}");
        }
        catch (ArgumentException failure)
        {
            throw new UsageException($"--method {Name}: {KnownFailure.Describe(failure)}");
        }
    }

    /// <summary>Refuses a network that the method does not apply to.</summary>
    /// <param name="method">The method, bound.</param>
    /// <param name="model">The network's name.</param>
    /// <exception cref="UsageException">It does not apply; the message says why.</exception>
    public void RequireSupport(AttributionMethod method, string model)
    {
        if (method.Refuses is { } reason)
            throw new UsageException($"--method {Name} does not apply to {model}: {reason} 'salience methods --model {model}' lists those that do.");
    }

    /// <summary>The framework's sentence about the range without the words that nobody typed.</summary>
    private static string Possible(ArgumentOutOfRangeException failure)
    {
        var text = KnownFailure.Describe(failure);
        var must = text.IndexOf(" must ", StringComparison.Ordinal);
        return must > 0 ? $"it{text[must..]}" : text;
    }
}
