using Salience.Imaging.ColorMaps;

namespace Salience.Imaging;

/// <summary>How a map is painted.</summary>
/// <param name="ColorMap">The colours; null for turbo, or red-blue if the map has negative values.</param>
/// <param name="Opacity">How much of the photo the map hides where its colour is strongest, in [0, 1]; null for 0.55, or 0.9 with diverging colours.</param>
/// <param name="Percentile">
/// The percentile of the values that gets the strongest colour; 100 cuts nothing off; null for <see cref="HeatScale.AutomaticPercentile"/>.
/// </param>
public sealed record OverlaySettings(IColorMap? ColorMap = null, double? Opacity = null, double? Percentile = null)
{
    /// <summary>The opacity with some colours: diverging ones hide little of the photo anyway.</summary>
    internal double OpacityWith(IColorMap colors) => Opacity ?? (colors.IsDiverging ? 0.9 : 0.55);

    /// <summary>The colours for a map.</summary>
    internal IColorMap ColorsFor(HeatMap map) => ColorMap ?? (map.HasSign ? ColorMaps.ColorMap.Diverging : ColorMaps.ColorMap.Sequential);

    /// <summary>The scale for a map: symmetrical about 0 if its colours diverge.</summary>
    internal HeatScale ScaleFor(HeatMap map)
    {
        bool signed = ColorsFor(map).IsDiverging;
        return HeatScale.Of(map, signed, Percentile ?? HeatScale.AutomaticPercentile(map, signed));
    }

    /// <summary>Throws if a number is out of range.</summary>
    internal void Check()
    {
        if (Opacity is not (null or (>= 0 and <= 1)))
            throw new ArgumentOutOfRangeException(nameof(Opacity), Opacity, "The opacity must be between 0 and 1.");
    }
}
