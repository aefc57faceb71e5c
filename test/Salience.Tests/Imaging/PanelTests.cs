using Salience.Imaging;
using Salience.Imaging.ColorMaps;

namespace Salience.Tests.Imaging;

public class PanelTests
{
    private const int Left = 14, Top = 68, Step = 410;

    private static readonly RgbImage Photo = Pictures.Random(400, 350, seed: 7);
    private static readonly HeatMap Map = new(2, 2, [0, 1, 2, 3]);

    [Fact]
    public void Photo_map_and_overlay_stand_side_by_side()
    {
        RgbImage panel = Panel.Compose(Photo, Map, "title", "map");
        HeatMap enlarged = Map.Resize(400, 350);
        Assert.Equal(Photo.Pixels, Cut(panel, Left, Top, 400, 350).Pixels);
        Assert.Equal(enlarged.Paint(ColorMap.Sequential, HeatScale.Of(Map, false)).Pixels, Cut(panel, Left + Step, Top, 400, 350).Pixels);
        Assert.Equal(Overlay.Paint(Photo, Map).Pixels, Cut(panel, Left + 2 * Step, Top, 400, 350).Pixels);
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

    internal static RgbImage Cut(RgbImage image, int left, int top, int width, int height)
        => Pictures.Make(width, height, (x, y) => image[left + x, top + y]);
}
