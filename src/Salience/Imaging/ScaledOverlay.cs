using Salience.Imaging.ColorMaps;
using Salience.Imaging.Drawing;

namespace Salience.Imaging;

/// <summary>The overlay as a picture to be kept: alone where its colours show every value, with its colour bar where the scale cuts values off.</summary>
internal static class ScaledOverlay
{
    private const int Margin = 8;
    private const int Gap = 8;
    private const int FooterHeight = 20;
    private const float TextSize = 8.5f;

    // Ticks need room.
    private const int LeastHeight = 150;

    // So does the sentence beneath.
    private const int LeastWidth = 330;

    /// <summary>Paints the map over the photo; the size is the photo's unless a colour bar is needed.</summary>
    /// <param name="photo">What the network saw.</param>
    /// <param name="map">The map.</param>
    /// <param name="settings">Colours, opacity and percentile; null for the defaults.</param>
    public static RgbImage Compose(RgbImage photo, HeatMap map, OverlaySettings? settings = null)
    {
        settings ??= new OverlaySettings();
        HeatScale scale = settings.ScaleFor(map);
        if (scale.ClippedShare == 0)
            return Overlay.Paint(photo, map, settings);
        RgbImage shown = photo.Height < LeastHeight ? Panel.Enlarge(photo) : photo;
        int content = Math.Max(shown.Width + Gap + ColorBar.TotalWidth, LeastWidth);
        using var sheet = new Sheet(2 * Margin + content, 2 * Margin + shown.Height + FooterHeight);
        sheet.Place(Overlay.Paint(shown, map, settings), Margin, Margin);
        ColorBar.Draw(sheet, settings.ColorsFor(map), scale, Margin + shown.Width + Gap, Margin, shown.Height);
        sheet.Write(ColorBar.Describe(scale), Margin, Margin + shown.Height + FooterHeight - 4, TextSize, Sheet.Faint, content);
        return sheet.ToImage();
    }
}
