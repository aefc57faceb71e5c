namespace Salience.PostProcessing;

/// <summary>How terms become one map: every choice a published FullGrad makes, by name.</summary>
/// <param name="Name">Name on the command line and in records.</param>
/// <param name="Formula">The map in one line.</param>
/// <param name="Source">Whose definition or code this is, and how it differs.</param>
/// <param name="Map">The stages from terms to the map.</param>
/// <param name="MergeBatchNorm">Whether a convolution and its batch normalisation count as one term.</param>
/// <param name="ExplicitOnly">Whether only biases of convolutions and batch normalisations enter, as in code written for ReLU networks.</param>
public sealed record Preset(string Name, string Formula, string Source, MapComposition Map, bool MergeBatchNorm, bool ExplicitOnly = false)
{
    /// <summary>What <see cref="Parse"/> reads.</summary>
    internal static IReadOnlyList<string> Forms => [.. Presets.All.Select(p => p.Name)];

    /// <summary>The preset of that name: <see cref="Presets.Find"/>.</summary>
    /// <param name="name">One of the names of <see cref="Presets.All"/>.</param>
    /// <exception cref="ArgumentException">No preset has that name.</exception>
    public static Preset Parse(string name) => Presets.Find(name);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
