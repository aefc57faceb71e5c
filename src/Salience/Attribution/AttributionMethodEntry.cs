using Salience.Networks;

namespace Salience.Attribution;

/// <summary>A method of the catalogue.</summary>
public sealed class AttributionMethodEntry
{
    private readonly Func<Network, IReadOnlyDictionary<string, string>, AttributionMethod> _create;
    private readonly Action<IReadOnlyDictionary<string, string>> _check;
    private readonly Lazy<IReadOnlyDictionary<string, string>> _defaults;
    private readonly Lazy<IReadOnlyList<SettingDescription>> _settings;

    private AttributionMethodEntry(
        MethodDescription description,
        IReadOnlyList<SettingDescription> settings,
        Func<Network, IReadOnlyDictionary<string, string>, AttributionMethod> create,
        Action<IReadOnlyDictionary<string, string>> check)
    {
        (Description, Keys, _create, _check) = (description, [.. settings.Select(s => s.Name)], create, check);
        _defaults = new(() => DefaultSettings.Of(create));
        _settings = new(() => [.. settings.Select(s => s with { Default = Defaults.GetValueOrDefault(s.Name) })]);
    }

    /// <summary>Name, formula, source and promises.</summary>
    public MethodDescription Description { get; }

    /// <summary>Names of the settings.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>The settings, what can be written for each, and their defaults.</summary>
    public IReadOnlyList<SettingDescription> Settings => _settings.Value;

    /// <summary>Values of the settings unless given; a setting whose default depends on the network is left out.</summary>
    public IReadOnlyDictionary<string, string> Defaults => _defaults.Value;

    /// <summary>Makes the method for a network.</summary>
    /// <param name="network">The network; it must outlive the method.</param>
    /// <param name="settings">Settings as text; the defaults for those not given.</param>
    /// <returns>The method, disposed by the caller.</returns>
    /// <exception cref="ArgumentException">There is no such setting or value.</exception>
    public AttributionMethod Create(Network network, IReadOnlyDictionary<string, string> settings) => _create(network, settings);

    /// <summary>Reads settings without a network, for their errors.</summary>
    /// <exception cref="ArgumentException">There is no such setting or value.</exception>
    internal void Check(IReadOnlyDictionary<string, string> settings) => _check(settings);

    /// <summary>The entry of a method whose settings are a record.</summary>
    internal static AttributionMethodEntry Of<TSettings>(MethodDescription description, Func<Network, TSettings, AttributionMethod> create)
        where TSettings : notnull => new(
            description,
            SettingsText.Describe<TSettings>(),
            (network, settings) => create(network, SettingsText.Read<TSettings>(description.Name, settings)),
            settings => SettingsText.Read<TSettings>(description.Name, settings));
}
