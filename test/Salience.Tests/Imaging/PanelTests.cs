using Salience.Imaging;
using Salience.Imaging.ColorMaps;

namespace Salience.Tests.Imaging;

public class PanelTests
{
    private const int Left = 14, Top = 68, Step = 410;

    private static readonly RgbImage Photo = Pictures.Random(400, 350, seed: 7);
    private static readonly HeatMap Map = new(2, 2, [0, 1, 2, 3]);

    [Fact]
    public void Picture_overlay_and_map_stand_side_by_side()
    {
        RgbImage panel = Panel.Compose(Photo, Map, "title", "map");
        HeatMap enlarged = Map.Resize(400, 350);
        Assert.Equal(Photo.Pixels, Cut(panel, Left, Top, 400, 350).Pixels);
        Assert.Equal(Overlay.Paint(Photo, Map).Pixels, Cut(panel, Left + Step, Top, 400, 350).Pixels);
        Assert.Equal(enlarged.Paint(ColorMap.Sequential, HeatScale.Of(Map, false)).Pixels, Cut(panel, Left + 2 * Step, Top, 400, 350).Pixels);
    }

    [Fact]
    public void The_colour_bar_runs_from_the_high_colour_to_the_low_one()
    {
        RgbImage panel = Panel.Compose(Photo, Map, "title", "map");
        Assert.Equal(ColorMap.Sequential.At(1), panel[Left + 3 * Step + 5, Top]);
        Assert.Equal(ColorMap.Sequential.At(0), panel[Left + 3 * Step + 5, Top + 349]);
    }

    [Fact]
    public void Another_title_changes_the_title_and_nothing_else()
    {
        RgbImage a = Panel.Compose(Photo, Map, "first", "map"), b = Panel.Compose(Photo, Map, "second", "map");
        Assert.False(a.Pixels.SequenceEqual(b.Pixels));
        Assert.Equal(Cut(a, 0, 40, a.Width, a.Height - 40).Pixels, Cut(b, 0, 40, b.Width, b.Height - 40).Pixels);
    }

    [Fact]
    public void A_tiny_photo_is_shown_large_in_blocks()
    {
        RgbImage panel = Panel.Compose(Pictures.Random(2, 2, seed: 8), Map, "t", "m");
        Assert.Equal(Pictures.Random(2, 2, seed: 8)[0, 0], panel[Left + 167, Top + 167]);
        Assert.Equal(Pictures.Random(2, 2, seed: 8)[1, 1], panel[Left + 168, Top + 168]);
    }

    [Fact]
    public void Every_pixel_of_a_tiny_picture_is_a_block_of_the_same_size()
    {
        RgbImage picture = Pictures.Random(50, 64, seed: 9);
        RgbImage panel = Panel.Compose(picture, Map, "t", "m");
        // 64 rows become 6 times as many, the least whole number for 336 pixels.
        RgbImage blocks = Pictures.Make(300, 384, (x, y) => picture[x / 6, y / 6]);
        Assert.Equal(blocks.Pixels, Cut(panel, Left, Top, 300, 384).Pixels);
    }

    [Fact]
    public void Details_stand_beneath_and_leave_the_rest_as_it_was()
    {
        RgbImage tile = Pictures.Random(100, 100, seed: 10);
        var details = new PanelDetails("tiles", [.. Enumerable.Repeat(new MontageTile("layer", tile, "10x10"), 9)], ["it adds up", "to the output"]);
        RgbImage plain = Panel.Compose(Photo, Map, "title", "map"), panel = Panel.Compose(Photo, Map, "title", "map", details: details);
        const int below = Top + 350 + 22;
        Assert.Equal(Cut(plain, 0, 0, plain.Width, below).Pixels, Cut(panel, 0, 0, plain.Width, below).Pixels);

        // Five columns over the width of the row above; each picture stands under two lines of text.
        int side = (3 * Step + 104 + 12) / 5 - 12, top = below + 40 + 32, step = side + 12;
        RgbImage shown = Magnify.ToFit(tile, side);
        Assert.Equal(shown.Pixels, Cut(panel, Left + 4 * step, top, side, side).Pixels);
        Assert.Equal(shown.Pixels, Cut(panel, Left, top + 32 + step, side, side).Pixels);
        int notes = top + 32 + step + side;
        Assert.Equal(panel.Height, notes + 10 + 2 * 24 + 14);
        Assert.True(Cut(panel, 0, notes, panel.Width, panel.Height - notes).Pixels.IndexOfAnyExcept((byte)255) >= 0);
    }

    [Theory]
    [InlineData(2, 5, 1)]
    [InlineData(6, 6, 1)]
    [InlineData(7, 4, 2)]
    [InlineData(10, 5, 2)]
    public void Tiles_fill_the_width_in_few_rows(int count, int columns, int rows)
    {
        var details = new PanelDetails("tiles", [.. Enumerable.Repeat(new MontageTile("layer", Photo), count)], []);
        RgbImage plain = Panel.Compose(Photo, Map, "title", "map"), panel = Panel.Compose(Photo, Map, "title", "map", details: details);
        int side = (3 * Step + 104 + 12) / columns - 12;
        Assert.Equal((plain.Width, plain.Height + 40 + rows * (18 + side + 12) - 12), (panel.Width, panel.Height));
    }

    internal static RgbImage Cut(RgbImage image, int left, int top, int width, int height)
        => Pictures.Make(width, height, (x, y) => image[left + x, top + y]);
}
