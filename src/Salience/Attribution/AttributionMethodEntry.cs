using Salience.Networks;

namespace Salience.Attribution;

/// <summary>A method of the catalogue.</summary>
public sealed class AttributionMethodEntry
{
    private readonly Func<Network, IReadOnlyDictionary<string, string>, AttributionMethod> _create;

    private AttributionMethodEntry(
        MethodDescription description, IReadOnlyDictionary<string, string> defaults, IReadOnlyList<string> keys,
        Func<Network, IReadOnlyDictionary<string, string>, AttributionMethod> create) =>
        (Description, Defaults, Keys, _create) = (description, defaults, keys, create);

    /// <summary>Name, formula, source and promises.</summary>
    public MethodDescription Description { get; }

    /// <summary>Names of the settings.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>Values of the settings unless given; a setting whose default depends on the network is left out.</summary>
    public IReadOnlyDictionary<string, string> Defaults { get; }

    /// <summary>Makes the method for a network.</summary>
    /// <param name="network">The network; it must outlive the method.</param>
    /// <param name="settings">Settings as text; the defaults for those not given.</param>
    /// <returns>The method, disposed by the caller.</returns>
    /// <exception cref="ArgumentException">There is no such setting or value.</exception>
    public AttributionMethod Create(Network network, IReadOnlyDictionary<string, string> settings) => _create(network, settings);

    /// <summary>The entry of a method whose settings are a record.</summary>
    internal static AttributionMethodEntry Of<TSettings>(MethodDescription description, Func<Network, TSettings, AttributionMethod> create)
        where TSettings : notnull
    {
        var none = new Dictionary<string, string>();
        var defaults = SettingsText.Write(SettingsText.Read<TSettings>(description.Name, none));
        return new AttributionMethodEntry(
            description, defaults, SettingsText.Keys<TSettings>(), (network, settings) => create(network, SettingsText.Read<TSettings>(description.Name, settings)));
    }
}
