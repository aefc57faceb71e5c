namespace Salience.Imaging.Drawing;

/// <summary>Titled tiles row by row; each picture is fitted into a square with its proportions kept.</summary>
internal static class TileGrid
{
    /// <summary>Pixels between tiles.</summary>
    internal const int Gap = 12;

    private const float TextSize = 8.5f;
    private const int HeadingHeight = 18;
    private const int NoteHeight = 14;

    /// <summary>Pixels of a grid of that many columns from its first title to its last picture.</summary>
    internal static int HeightOf(IReadOnlyList<MontageTile> tiles, int columns, int side) =>
        checked((tiles.Count + columns - 1) / columns * (HeadingOf(tiles) + side + Gap) - Gap);

    /// <summary>Draws the grid with its top left corner at (x, y).</summary>
    internal static void Draw(Sheet sheet, IReadOnlyList<MontageTile> tiles, int x, int y, int columns, int side)
    {
        int heading = HeadingOf(tiles);
        for (int i = 0; i < tiles.Count; i++)
        {
            int left = x + i % columns * (side + Gap), top = y + i / columns * (heading + side + Gap);
            sheet.Write(tiles[i].Title, left, top + HeadingHeight - 6, TextSize, Sheet.Ink, side);
            sheet.Write(tiles[i].Note, left, top + HeadingHeight + NoteHeight - 6, TextSize, Sheet.Faint, side);
            RgbImage picture = Magnify.ToFit(tiles[i].Picture, side);
            sheet.Place(picture, left + (side - picture.Width) / 2, top + heading + (side - picture.Height) / 2);
        }
    }

    private static int HeadingOf(IReadOnlyList<MontageTile> tiles) => HeadingHeight + (tiles.Any(tile => tile.Note.Length > 0) ? NoteHeight : 0);
}
