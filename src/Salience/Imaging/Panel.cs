using Salience.Imaging.ColorMaps;
using Salience.Imaging.Drawing;

namespace Salience.Imaging;

/// <summary>Photo, map and overlay side by side with a colour bar, a title and a line that says what the scale is.</summary>
public static class Panel
{
    private const int Margin = 14;
    private const int Gap = 10;
    private const float TitleSize = 13;
    private const float TextSize = 9.5f;
    private const int TitleHeight = 34;
    private const int HeadingHeight = 20;
    private const int FooterHeight = 22;
    private const int SmallestSide = 336;
    private const int LargestSide = 672;

    // Below this size a photo's own pixels are worth seeing.
    private const int TinySide = 64;

    /// <summary>Composes the picture; photos are shown with a longer side of 336 to 672 pixels.</summary>
    /// <param name="photo">What the network saw.</param>
    /// <param name="map">The map, of any size.</param>
    /// <param name="title">What is explained, such as the class and its score.</param>
    /// <param name="mapTitle">What the map is, such as the method's name.</param>
    /// <param name="settings">How the map is painted; null for the defaults.</param>
    public static RgbImage Compose(RgbImage photo, HeatMap map, string title, string mapTitle, OverlaySettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(mapTitle);
        settings ??= new OverlaySettings();
        IColorMap colors = settings.ColorsFor(map);
        HeatScale scale = settings.ScaleFor(map);
        // The scale is that of the map as given; enlarging it first could only narrow it.
        (int width, int height) = ShownSize(photo);
        RgbImage shown = Enlarge(photo, width, height);
        RgbImage painted = map.Resize(width, height).Paint(colors, scale);
        RgbImage overlay = Overlay.Paint(shown, map, settings);

        int step = width + Gap, top = Margin + TitleHeight + HeadingHeight;
        using var sheet = new Sheet(2 * Margin + 3 * step + ColorBar.TotalWidth, top + height + FooterHeight + Margin);
        sheet.Write(title, Margin, Margin + TitleSize, TitleSize, Sheet.Ink, 3 * step + ColorBar.TotalWidth);
        (RgbImage Picture, string Heading)[] tiles = [(shown, "photo"), (painted, mapTitle), (overlay, "overlay")];
        for (int i = 0; i < tiles.Length; i++)
        {
            sheet.Write(tiles[i].Heading, Margin + i * step, top - 8, TextSize, Sheet.Faint, width);
            sheet.Place(tiles[i].Picture, Margin + i * step, top);
        }
        ColorBar.Draw(sheet, colors, scale, Margin + 3 * step, top, height);
        sheet.Write(ColorBar.Describe(scale), Margin, top + height + FooterHeight - 4, TextSize, Sheet.Faint, 3 * step);
        return sheet.ToImage();
    }

    private static (int Width, int Height) ShownSize(RgbImage photo)
    {
        int longer = Math.Max(photo.Width, photo.Height);
        double factor = (double)Math.Clamp(longer, SmallestSide, LargestSide) / longer;
        return (Math.Max(1, (int)Math.Round(photo.Width * factor)), Math.Max(1, (int)Math.Round(photo.Height * factor)));
    }

    private static RgbImage Enlarge(RgbImage photo, int width, int height) => Math.Max(photo.Width, photo.Height) <= TinySide
        ? Magnify.Nearest(photo, width, height)
        : AntialiasedBilinear.Resize(photo, width, height);
}
