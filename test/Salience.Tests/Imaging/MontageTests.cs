using Salience.Imaging;

namespace Salience.Tests.Imaging;

public class MontageTests
{
    private static readonly Rgb White = new(255, 255, 255);

    [Fact]
    public void Tiles_stand_row_by_row_beneath_their_titles()
    {
        RgbImage[] pictures = [.. Enumerable.Range(0, 3).Select(i => Pictures.Random(32, 32, seed: i))];
        RgbImage grid = Montage.Compose([.. pictures.Select((picture, i) => new MontageTile($"tile {i}", picture))], columns: 2, tileSide: 32);
        Assert.Equal((2 * 14 + 32 + 12 + 32, 2 * 14 + 2 * (18 + 32) + 12), (grid.Width, grid.Height));
        Assert.Equal(pictures[0].Pixels, PanelTests.Cut(grid, 14, 32, 32, 32).Pixels);
        Assert.Equal(pictures[1].Pixels, PanelTests.Cut(grid, 58, 32, 32, 32).Pixels);
        Assert.Equal(pictures[2].Pixels, PanelTests.Cut(grid, 14, 94, 32, 32).Pixels);
    }

    [Fact]
    public void A_small_map_is_enlarged_in_blocks_with_its_proportions_kept()
    {
        RgbImage map = Pictures.Make(2, 1, (x, _) => new Rgb((byte)(100 * x), 0, 0));
        RgbImage grid = Montage.Compose([new MontageTile("", map)], tileSide: 20);
        // 20 x 10, centred in the tile: rows 5 to 14 of it.
        Assert.Equal(White, grid[14, 32 + 4]);
        Assert.Equal((map[0, 0], map[1, 0]), (grid[14 + 9, 32 + 5], grid[14 + 10, 32 + 14]));
        Assert.Equal(White, grid[14, 32 + 15]);
    }

    [Fact]
    public void A_title_is_written_above_the_grid()
    {
        MontageTile[] tiles = [new MontageTile("", Pictures.Uniform(16, 16, White))];
        RgbImage plain = Montage.Compose(tiles, tileSide: 64), titled = Montage.Compose(tiles, "Layers", tileSide: 64);
        Assert.Equal(plain.Height + 30, titled.Height);
        Assert.Equal(-1, plain.Pixels.IndexOfAnyExcept((byte)255));
        Assert.True(titled.Pixels.IndexOfAnyExcept((byte)255) >= 0);
    }

    [Fact]
    public void A_note_of_any_tile_makes_room_beneath_every_title()
    {
        RgbImage[] pictures = [.. Enumerable.Range(0, 2).Select(i => Pictures.Random(32, 32, seed: i))];
        RgbImage grid = Montage.Compose([new MontageTile("", pictures[0]), new MontageTile("", pictures[1], "note")], columns: 2, tileSide: 32);
        Assert.Equal(pictures[0].Pixels, PanelTests.Cut(grid, 14, 46, 32, 32).Pixels);
        Assert.Equal(pictures[1].Pixels, PanelTests.Cut(grid, 58, 46, 32, 32).Pixels);
        Assert.Equal(-1, PanelTests.Cut(grid, 0, 0, 56, 46).Pixels.IndexOfAnyExcept((byte)255));
        Assert.True(PanelTests.Cut(grid, 58, 32, 32, 14).Pixels.IndexOfAnyExcept((byte)255) >= 0);
    }

    [Fact]
    public void No_tiles_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Montage.Compose([]));
}
