using Salience.Attribution;
using Salience.Cli.Failures;
using Salience.Cli.Records;
using Salience.Naming;
using Salience.Networks;
using Salience.PostProcessing;

namespace Salience.Cli.Methods;

/// <summary>The catalogue of the library as records.</summary>
internal static class MethodCatalogue
{
    /// <summary>All methods, or one, and the presets.</summary>
    /// <param name="name">Name of a method; <see langword="null"/> for all.</param>
    /// <param name="network">The network to ask each method about; <see langword="null"/> for none.</param>
    /// <exception cref="UsageException">There is no such method.</exception>
    public static MethodsRecord Read(string? name, Network? network)
    {
        var entries = name is null ? AttributionMethods.All : [Find(name)];
        var presets = Presets.All.Select(p => new PresetRecord(p.Name, p.Formula, p.Source));
        return new MethodsRecord([.. entries.Select(e => Of(e, network))], name is null || entries[0].Keys.Contains("preset") ? [.. presets] : []);
    }

    /// <summary>An axiom in words.</summary>
    public static string Word(Axiom axiom) => SettingsText.Kebab(axiom.ToString()).Replace('-', ' ');

    private static AttributionMethodEntry Find(string name) => AttributionMethods.Find(name)
        ?? throw new UsageException($"there is no method '{name}'; "
            + (Suggestion.Nearest(name, AttributionMethods.All.Select(m => m.Description.Name)) is { } nearest ? $"did you mean '{nearest}'? " : string.Empty)
            + "'salience methods' lists them.");

    private static MethodRecord Of(AttributionMethodEntry entry, Network? network)
    {
        var d = entry.Description;
        var record = new MethodRecord(
            d.Name, d.Summary, d.Formula, d.Source, d.Cost, [.. d.Axioms.Select(Word)], d.Support, [.. entry.Settings.Select(s => new SettingRecord(s.Name, Values(s), s.Default))]);
        if (network is null)
            return record;
        using var method = entry.Create(network, new Dictionary<string, string>());
        return record with { Applies = method.Refuses is null, Reason = method.Refuses };
    }

    private static string Values(SettingDescription setting) => setting.Kind switch
    {
        SettingKind.WholeNumber => "a whole number",
        SettingKind.Number => "a number",
        SettingKind.Text => "text",
        _ => string.Join(", ", setting.Forms),
    };
}
