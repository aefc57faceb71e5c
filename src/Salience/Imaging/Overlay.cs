using Salience.Imaging.ColorMaps;

namespace Salience.Imaging;

/// <summary>A map painted over the photo it explains.</summary>
/// <remarks>
/// Each pixel is <c>(1 − a)·photo + a·colour</c>. With sequential colours a is the opacity everywhere; with diverging colours it is the
/// opacity times √d, d the value's distance from 0 in units of the scale's end: the neutral middle does not veil the photo, and halfway
/// to the end the colour is already plain to see. Where the map has no value (NaN) the photo shows. The scale is that of the map before
/// it is enlarged to the photo's size.
/// </remarks>
public static class Overlay
{
    /// <summary>Paints a map over a photo of any size; the map is enlarged to it, bilinear.</summary>
    /// <param name="photo">What the network saw, such as <see cref="PreparedImage.Picture"/>.</param>
    /// <param name="map">The map.</param>
    /// <param name="settings">Colours, opacity and percentile; null for the defaults.</param>
    public static RgbImage Paint(RgbImage photo, HeatMap map, OverlaySettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentNullException.ThrowIfNull(map);
        settings ??= new OverlaySettings();
        settings.Check();
        IColorMap colors = settings.ColorsFor(map);
        HeatScale scale = settings.ScaleFor(map);
        ReadOnlySpan<float> values = map.Resize(photo.Width, photo.Height).Values;
        byte[] pixels = photo.Pixels.ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            if (float.IsNaN(values[i]))
                continue;
            double position = scale.Position(values[i]);
            double opacity = settings.Opacity * (colors.IsDiverging ? Math.Sqrt(Math.Abs(2 * position - 1)) : 1);
            Rgb below = new(pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]), color = Rgb.Mix(below, colors.At(position), opacity);
            (pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]) = (color.R, color.G, color.B);
        }
        return RgbImage.Own(photo.Width, photo.Height, pixels);
    }
}
