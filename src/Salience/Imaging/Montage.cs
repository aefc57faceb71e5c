using Salience.Imaging.Drawing;

namespace Salience.Imaging;

/// <summary>A picture with a title, to be placed in a montage.</summary>
/// <param name="Title">One line, cut to the tile's width; may be empty.</param>
/// <param name="Picture">The picture, of any size.</param>
/// <param name="Note">A second, fainter line; may be empty.</param>
public sealed record MontageTile(string Title, RgbImage Picture, string Note = "");

/// <summary>Many pictures in a grid, each with its title above it.</summary>
public static class Montage
{
    private const int Margin = 14;
    private const float TitleSize = 13;
    private const int TitleHeight = 30;

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
        int width = checked(across * (tileSide + TileGrid.Gap) - TileGrid.Gap), top = Margin + (title.Length > 0 ? TitleHeight : 0);
        using var sheet = new Sheet(checked(2 * Margin + width), checked(top + TileGrid.HeightOf(tiles, across, tileSide) + Margin));
        sheet.Write(title, Margin, Margin + TitleSize, TitleSize, Sheet.Ink, width);
        TileGrid.Draw(sheet, tiles, Margin, top, across, tileSide);
        return sheet.ToImage();
    }
}
