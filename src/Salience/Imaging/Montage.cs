using Salience.Imaging.Drawing;

namespace Salience.Imaging;

/// <summary>A picture with a title, to be placed in a montage.</summary>
/// <param name="Title">One line, cut to the tile's width; may be empty.</param>
/// <param name="Picture">The picture, of any size.</param>
public sealed record MontageTile(string Title, RgbImage Picture);

/// <summary>Many pictures in a grid, each with its title above it.</summary>
public static class Montage
{
    private const int Margin = 14;
    private const int Gap = 12;
    private const float TitleSize = 13;
    private const float TextSize = 8.5f;
    private const int TitleHeight = 30;
    private const int HeadingHeight = 18;

    /// <summary>Composes the grid, row by row.</summary>
    /// <remarks>
    /// Each picture is fitted into a square tile with its proportions kept: shrunk smoothly, or enlarged in blocks so that a map at its
    /// native resolution shows its own pixels.
    /// </remarks>
    /// <param name="tiles">At least one.</param>
    /// <param name="title">One line above the grid; empty for none.</param>
    /// <param name="columns">Tiles in a row; null for about as many as there are rows.</param>
    /// <param name="tileSide">Pixels of a tile's side, at least 16.</param>
    public static RgbImage Compose(IReadOnlyList<MontageTile> tiles, string title = "", int? columns = null, int tileSide = 224)
    {
        ArgumentNullException.ThrowIfNull(tiles);
        ArgumentNullException.ThrowIfNull(title);
        ArgumentOutOfRangeException.ThrowIfZero(tiles.Count, nameof(tiles));
        ArgumentOutOfRangeException.ThrowIfLessThan(tileSide, 16);
        int across = Math.Min(tiles.Count, columns ?? (int)Math.Ceiling(Math.Sqrt(tiles.Count)));
        ArgumentOutOfRangeException.ThrowIfLessThan(across, 1, nameof(columns));
        int down = (tiles.Count + across - 1) / across;
        int step = tileSide + Gap, rowStep = HeadingHeight + step, top = Margin + (title.Length > 0 ? TitleHeight : 0);
        using var sheet = new Sheet(checked(2 * Margin + across * step - Gap), checked(top + down * rowStep - Gap + Margin));
        sheet.Write(title, Margin, Margin + TitleSize, TitleSize, Sheet.Ink, across * step - Gap);
        for (int i = 0; i < tiles.Count; i++)
        {
            int x = Margin + i % across * step, y = top + i / across * rowStep;
            sheet.Write(tiles[i].Title, x, y + HeadingHeight - 6, TextSize, Sheet.Ink, tileSide);
            RgbImage picture = Magnify.ToFit(tiles[i].Picture, tileSide);
            sheet.Place(picture, x + (tileSide - picture.Width) / 2, y + HeadingHeight + (tileSide - picture.Height) / 2);
        }
        return sheet.ToImage();
    }
}
