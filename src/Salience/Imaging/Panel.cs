using Salience.Imaging.ColorMaps;
using Salience.Imaging.Drawing;

namespace Salience.Imaging;

/// <summary>Picture, overlay and map side by side with a colour bar, a title and a line that says what the scale is; details beneath on request.</summary>
public static class Panel
{
    private const int Margin = 14;
    private const int Gap = 10;
    private const float TitleSize = 13;
    private const float TextSize = 9.5f;
    private const float NoteSize = 11;
    private const int TitleHeight = 34;
    private const int HeadingHeight = 20;
    private const int FooterHeight = 22;
    private const int NoteHeight = 24;
    private const int SmallestSide = 336;
    private const int LargestSide = 672;

    // Sentences beneath a narrow picture need room.
    private const int LeastDetailsWidth = 900;

    // Up to this size a picture's own pixels are worth seeing.
    private const int TinySide = 64;

    /// <summary>Composes the picture; pictures are shown with a longer side of 336 to 672 pixels, those of at most 64 pixels in equal blocks.</summary>
    /// <param name="picture">What the network saw.</param>
    /// <param name="map">The map, of any size.</param>
    /// <param name="title">What is explained, such as the class and its score.</param>
    /// <param name="mapTitle">What the map is, such as the method's name.</param>
    /// <param name="settings">How the map is painted; null for the defaults.</param>
    /// <param name="details">What stands beneath; null for nothing.</param>
    public static RgbImage Compose(
        RgbImage picture, HeatMap map, string title, string mapTitle, OverlaySettings? settings = null, PanelDetails? details = null)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(mapTitle);
        settings ??= new OverlaySettings();
        details ??= PanelDetails.None;
        IColorMap colors = settings.ColorsFor(map);
        HeatScale scale = settings.ScaleFor(map);
        // The scale is that of the map as given; enlarging it first could only narrow it.
        RgbImage shown = Enlarge(picture);
        (int width, int height) = (shown.Width, shown.Height);
        RgbImage painted = map.Resize(width, height).Paint(colors, scale);
        RgbImage overlay = Overlay.Paint(shown, map, settings);

        int step = width + Gap, top = Margin + TitleHeight + HeadingHeight, below = top + height + FooterHeight;
        int content = Math.Max(3 * step + ColorBar.TotalWidth, details == PanelDetails.None ? 0 : LeastDetailsWidth);
        using var sheet = new Sheet(2 * Margin + content, below + HeightOf(details, content) + Margin);
        sheet.Write(title, Margin, Margin + TitleSize, TitleSize, Sheet.Ink, content);
        (RgbImage Picture, string Heading)[] shownTiles = [(shown, "picture"), (overlay, "overlay"), (painted, mapTitle)];
        for (int i = 0; i < shownTiles.Length; i++)
        {
            sheet.Write(shownTiles[i].Heading, Margin + i * step, top - 8, TextSize, Sheet.Faint, width);
            sheet.Place(shownTiles[i].Picture, Margin + i * step, top);
        }
        ColorBar.Draw(sheet, colors, scale, Margin + 3 * step, top, height);
        sheet.Write(ColorBar.Describe(scale), Margin, below - 4, TextSize, Sheet.Faint, content);
        Draw(sheet, details, below, content);
        return sheet.ToImage();
    }

    /// <summary>Five columns or six, or four where that fills two rows better.</summary>
    private static int Columns(PanelDetails details) => details.Tiles.Count switch { 6 => 6, 7 or 8 => 4, _ => 5 };

    private static int TileSide(PanelDetails details, int content) => (content + TileGrid.Gap) / Columns(details) - TileGrid.Gap;

    private static int HeightOf(PanelDetails details, int content) =>
        (details.Tiles.Count > 0 ? HeadingHeight + 2 * Gap + TileGrid.HeightOf(details.Tiles, Columns(details), TileSide(details, content)) : 0)
        + (details.Notes.Count > 0 ? Gap + details.Notes.Count * NoteHeight : 0);

    private static void Draw(Sheet sheet, PanelDetails details, int y, int content)
    {
        if (details.Tiles.Count > 0)
        {
            sheet.Write(details.TilesTitle, Margin, y + Gap + HeadingHeight, TextSize, Sheet.Faint, content);
            y += HeadingHeight + 2 * Gap;
            TileGrid.Draw(sheet, details.Tiles, Margin, y, Columns(details), TileSide(details, content));
            y += TileGrid.HeightOf(details.Tiles, Columns(details), TileSide(details, content));
        }
        y += Gap;
        foreach (string note in details.Notes)
            sheet.Write(note, Margin, (y += NoteHeight) - (NoteHeight - NoteSize) / 2, NoteSize, Sheet.Ink, content);
    }

    /// <summary>The picture with a longer side of 336 to 672 pixels, a tiny one in equal blocks.</summary>
    internal static RgbImage Enlarge(RgbImage picture)
    {
        int longer = Math.Max(picture.Width, picture.Height);
        if (longer <= TinySide)
        {
            int times = (SmallestSide + longer - 1) / longer;
            return Magnify.Nearest(picture, times * picture.Width, times * picture.Height);
        }
        double factor = (double)Math.Clamp(longer, SmallestSide, LargestSide) / longer;
        return AntialiasedBilinear.Resize(picture, Math.Max(1, (int)Math.Round(picture.Width * factor)), Math.Max(1, (int)Math.Round(picture.Height * factor)));
    }
}
