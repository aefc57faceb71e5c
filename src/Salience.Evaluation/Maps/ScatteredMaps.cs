using Salience.Attribution;
using Salience.Evaluation.Randomness;

namespace Salience.Evaluation.Maps;

/// <summary>Settings of <see cref="ScatteredMaps"/>.</summary>
/// <param name="Seed">Draws the maps.</param>
internal sealed record ScatteredSettings(long Seed = 0);

/// <summary>Uniform numbers, each pixel by itself: the pixels that rank first lie scattered.</summary>
internal sealed class ScatteredMaps(string text, ScatteredSettings settings) : ControlMaps(text, SettingsText.Write(settings), settings.Seed)
{
    /// <summary>Name in the catalogue.</summary>
    public const string MethodName = "scattered";

    /// <inheritdoc/>
    public override string Formula => "S_p ~ U(0, 1), other numbers for each picture";

    private protected override double Draw(RandomStream random) => random.NextDouble();
}
