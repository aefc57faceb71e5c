using Salience.Naming;
using Salience.Networks;

namespace Salience.Zoo;

/// <summary>Published architectures by name, to be trained or studied with random weights.</summary>
public static class ZooCatalogue
{
    /// <summary>Every architecture, family by family.</summary>
    public static IReadOnlyList<ZooEntry> All { get; } = [.. Vgg.Entries, .. ResNet.Entries, .. DenseNet.Entries, .. ExperimentNetworks.Entries];

    /// <summary>The architecture of a name, in any case of letters.</summary>
    /// <param name="name">Such as <c>resnet20</c>.</param>
    /// <exception cref="ArgumentException">There is none; the message suggests the nearest name and lists all.</exception>
    public static ZooEntry Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var wanted = name.Trim();
        if (All.FirstOrDefault(e => e.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase)) is { } entry)
            return entry;
        var names = All.Select(e => e.Name).ToList();
        var nearest = Suggestion.Nearest(wanted, names) ?? (wanted.Length > 1 ? names.Find(n => n.StartsWith(wanted, StringComparison.OrdinalIgnoreCase)) : null);
        throw new ArgumentException(
            $"'{name}': there is no such network; {(nearest is null ? string.Empty : $"did you mean '{nearest}'? ")}Networks: {string.Join(", ", names)}.");
    }

    /// <summary>Builds the network of a name with random weights.</summary>
    /// <param name="name">Such as <c>resnet20</c>.</param>
    /// <param name="settings">Classes, shape of the pictures, width, seed; what the source says where <see langword="null"/>.</param>
    /// <returns>A network from <c>image</c>, <c>(N, C, H, W)</c>, to <c>logits</c>, <c>(N, classes)</c>; disposed by the caller.</returns>
    /// <exception cref="ArgumentException">There is no such network, or a setting does not suit it.</exception>
    public static Network Build(string name, ZooSettings? settings = null) => Find(name).Build(settings);
}
