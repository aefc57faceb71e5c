using Salience.Imaging.ColorMaps;

namespace Salience.Imaging;

/// <summary>How a map is painted.</summary>
/// <param name="ColorMap">The colours; null for turbo, or red-blue if the map has negative values.</param>
/// <param name="Opacity">How much of the photo the map hides, in [0, 1].</param>
/// <param name="Percentile">The percentile of the values that gets the strongest colour; 100 cuts nothing off. See <see cref="HeatScale"/>.</param>
public sealed record OverlaySettings(IColorMap? ColorMap = null, double Opacity = 0.55, double Percentile = 100)
{
    /// <summary>The colours for a map.</summary>
    internal IColorMap ColorsFor(HeatMap map) => ColorMap ?? (map.HasSign ? ColorMaps.ColorMap.Diverging : ColorMaps.ColorMap.Sequential);

    /// <summary>The scale for a map: symmetrical about 0 if its colours diverge.</summary>
    internal HeatScale ScaleFor(HeatMap map) => HeatScale.Of(map, ColorsFor(map).IsDiverging, Percentile);

    /// <summary>Throws if a number is out of range.</summary>
    internal void Check()
    {
        if (Opacity is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(Opacity), Opacity, "The opacity must be between 0 and 1.");
    }
}
