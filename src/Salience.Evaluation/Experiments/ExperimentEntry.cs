using Salience.Attribution;

namespace Salience.Evaluation.Experiments;

/// <summary>An experiment of the catalogue.</summary>
public sealed class ExperimentEntry
{
    private readonly Func<IReadOnlyDictionary<string, string>, Experiment> _create;

    private ExperimentEntry(
        ExperimentDescription description, IReadOnlyDictionary<string, string> defaults, IReadOnlyList<string> keys,
        Func<IReadOnlyDictionary<string, string>, Experiment> create) => (Description, Defaults, Keys, _create) = (description, defaults, keys, create);

    /// <summary>What the experiment is.</summary>
    public ExperimentDescription Description { get; }

    /// <summary>Names of the settings.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>Values of the settings unless given.</summary>
    public IReadOnlyDictionary<string, string> Defaults { get; }

    /// <summary>The entry of an experiment whose settings are a record.</summary>
    /// <typeparam name="TSettings">A record; the parameters of its constructor, all with defaults, are the settings: Booleans, numbers, text, enumerations.</typeparam>
    /// <param name="description">What the experiment is.</param>
    /// <param name="create">Makes it.</param>
    public static ExperimentEntry Of<TSettings>(ExperimentDescription description, Func<TSettings, Experiment> create)
        where TSettings : notnull
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(create);
        TSettings Read(IReadOnlyDictionary<string, string> settings) => SettingsText.Read<TSettings>(description.Name, settings);
        return new ExperimentEntry(
            description, SettingsText.Write(Read(new Dictionary<string, string>())), SettingsText.Keys<TSettings>(), settings => create(Read(settings)));
    }

    /// <summary>Makes the experiment.</summary>
    /// <param name="settings">Settings as text; the defaults for those not given.</param>
    /// <exception cref="ArgumentException">There is no such setting or value.</exception>
    public Experiment Create(IReadOnlyDictionary<string, string> settings) => _create(settings);
}
