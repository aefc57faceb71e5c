using Salience.Imaging.ColorMaps;

namespace Salience.Imaging;

/// <summary>A map painted over the photo it explains.</summary>
/// <remarks>
/// Each pixel is <c>(1 − a)·photo + a·colour</c>. With sequential colours a is the opacity everywhere. With diverging colours the photo is
/// grey, so that its own red and blue are not taken for the map's, and a is the opacity times √d, d the value's distance from 0 in units of
/// the scale's end: the neutral middle does not veil the photo. The colour is that of <c>0.35 + 0.65·d</c>: pale colours would look like
/// haze. Where the map has no value (NaN) the photo shows. The scale is that of the map before it is enlarged to the photo's size.
/// </remarks>
public static class Overlay
{
    // How far from the neutral middle the least colour over a photo is taken.
    private const double LeastColor = 0.35;

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
        byte[] pixels = colors.IsDiverging && settings.OpacityWith(colors) > 0 ? Grey(photo) : photo.Pixels.ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            if (float.IsNaN(values[i]))
                continue;
            double position = scale.Position(values[i]);
            double opacity = settings.OpacityWith(colors);
            if (colors.IsDiverging)
            {
                double distance = 2 * position - 1;
                opacity *= Math.Sqrt(Math.Abs(distance));
                position = 0.5 + 0.5 * Math.Sign(distance) * (LeastColor + (1 - LeastColor) * Math.Abs(distance));
            }

            Rgb below = new(pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]), color = Rgb.Mix(below, colors.At(position), opacity);
            (pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]) = (color.R, color.G, color.B);
        }
        return RgbImage.Own(photo.Width, photo.Height, pixels);
    }

    /// <summary>The photo's luma (Rec. 601) in every channel.</summary>
    private static byte[] Grey(RgbImage photo)
    {
        byte[] pixels = photo.Pixels.ToArray();
        for (int i = 0; i < pixels.Length; i += 3)
        {
            byte luma = (byte)Math.Round(0.299 * pixels[i] + 0.587 * pixels[i + 1] + 0.114 * pixels[i + 2]);
            (pixels[i], pixels[i + 1], pixels[i + 2]) = (luma, luma, luma);
        }

        return pixels;
    }
}
