using Salience.Imaging;

namespace Salience.Tests.Imaging;

public class ScaledOverlayTests
{
    private static readonly RgbImage Photo = Pictures.Random(200, 160, seed: 11);

    [Fact]
    public void Where_nothing_is_cut_off_it_is_the_overlay()
    {
        HeatMap map = new(2, 2, [0, 1, 2, 3]);
        Assert.Equal(Overlay.Paint(Photo, map).Pixels, ScaledOverlay.Compose(Photo, map).Pixels);
    }

    [Fact]
    public void Where_values_are_cut_off_a_colour_bar_stands_beside_the_overlay()
    {
        HeatMap map = new(2, 2, [0, 1, 2, 30]);
        OverlaySettings settings = new(Percentile: 80);
        RgbImage composed = ScaledOverlay.Compose(Photo, map, settings), overlay = Overlay.Paint(Photo, map, settings);
        Assert.All(Enumerable.Range(0, 160), y => Assert.Equal(overlay[100, y], composed[108, 8 + y]));
        Assert.Equal(settings.ColorsFor(map).At(1), composed[8 + 200 + 8 + 5, 8]);
        Assert.Equal(settings.ColorsFor(map).At(0), composed[8 + 200 + 8 + 5, 8 + 159]);
    }

    [Fact]
    public void A_small_picture_is_enlarged_so_that_the_bar_can_be_read()
        => Assert.True(ScaledOverlay.Compose(Pictures.Random(8, 8, seed: 12), new HeatMap(2, 2, [0, 1, 2, 30]), new OverlaySettings(Percentile: 80)).Height > 336);
}
