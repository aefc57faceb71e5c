using Salience.Imaging;
using Salience.Imaging.ColorMaps;

namespace Salience.Tests.Imaging;

public class OverlayTests
{
    private static readonly RgbImage Photo = Pictures.Random(4, 2, seed: 6);

    [Fact]
    public void Without_opacity_the_photo_is_left_as_it_is()
        => Assert.Equal(Photo.Pixels, Overlay.Paint(Photo, Ramp(0), new OverlaySettings(Opacity: 0)).Pixels);

    [Fact]
    public void With_full_opacity_only_the_map_is_seen()
    {
        HeatMap map = Ramp(0);
        RgbImage expected = map.Paint(ColorMap.Sequential, HeatScale.Of(map, signed: false));
        Assert.Equal(expected.Pixels, Overlay.Paint(Photo, map, new OverlaySettings(Opacity: 1)).Pixels);
    }

    [Fact]
    public void Between_photo_and_map_are_mixed()
    {
        RgbImage photo = Pictures.Uniform(1, 1, new Rgb(100, 0, 200));
        RgbImage painted = Overlay.Paint(photo, new HeatMap(1, 1, [1]), new OverlaySettings(ColorMap.Named("grey"), Opacity: 0.25));
        // A constant map is at position 0: black.
        Assert.Equal(new Rgb(75, 0, 150), painted[0, 0]);
    }

    [Fact]
    public void A_map_with_a_sign_is_red_above_zero_blue_below_and_leaves_the_photo_at_zero()
    {
        RgbImage photo = Pictures.Uniform(3, 1, new Rgb(90, 90, 90));
        RgbImage painted = Overlay.Paint(photo, new HeatMap(3, 1, [-2, 0, 2]), new OverlaySettings(Opacity: 1));
        Assert.Equal(ColorMap.Diverging.At(0), painted[0, 0]);
        Assert.Equal(new Rgb(90, 90, 90), painted[1, 0]);
        Assert.Equal(ColorMap.Diverging.At(1), painted[2, 0]);
    }

    [Fact]
    public void Under_a_map_with_a_sign_the_photo_is_grey_and_small_values_have_plain_colours()
    {
        RgbImage photo = Pictures.Uniform(4, 1, new Rgb(200, 40, 10));
        RgbImage painted = Overlay.Paint(photo, new HeatMap(4, 1, [0, 1, -100, 100]), new OverlaySettings(Opacity: 1));
        // 0.299·200 + 0.587·40 + 0.114·10 = 84.4
        Assert.Equal(new Rgb(84, 84, 84), painted[0, 0]);
        // A hundredth of the end: a tenth of the colour at 0.5 + 0.5·(0.35 + 0.65/100).
        Assert.Equal(Rgb.Mix(new Rgb(84, 84, 84), ColorMap.Diverging.At(0.67825), 0.1), painted[1, 0]);
    }

    [Fact]
    public void Spikes_do_not_leave_the_rest_without_colour()
    {
        float[] values = [.. Enumerable.Range(0, 1000).Select(i => i / 1000f)];
        HeatMap even = new(100, 10, values), spiky = new(100, 10, [.. values[..^1], 50]);
        Assert.Equal(100, HeatScale.AutomaticPercentile(even, signed: false));
        Assert.Equal(99.5, HeatScale.AutomaticPercentile(spiky, signed: false));
        Assert.Equal(99.5, HeatScale.AutomaticPercentile(new HeatMap(100, 10, [.. values[..^1], -50]), signed: true));
        Assert.Equal(100, HeatScale.AutomaticPercentile(new HeatMap(10, 10, new float[100]), signed: true));
        // One spike among zeros is all there is to see: nothing to gain from cutting it off.
        Assert.Equal(100, HeatScale.AutomaticPercentile(new HeatMap(1000, 1, [.. new float[999], 1]), signed: false));
        Assert.Equal(HeatScale.Of(spiky, false, 99.5), new OverlaySettings().ScaleFor(spiky));
    }

    [Fact]
    public void Where_the_map_has_no_value_the_photo_shows()
    {
        RgbImage painted = Overlay.Paint(Photo, new HeatMap(4, 2, [0, 1, 2, float.NaN, 4, 5, 6, 7]), new OverlaySettings(Opacity: 1));
        Assert.Equal(Photo[3, 0], painted[3, 0]);
        Assert.NotEqual(Photo[2, 0], painted[2, 0]);
    }

    [Fact]
    public void A_smaller_map_is_enlarged_to_the_photo()
    {
        HeatMap map = new(2, 1, [0, 1]);
        RgbImage painted = Overlay.Paint(Photo, map, new OverlaySettings(ColorMap.Named("grey"), Opacity: 1));
        // Between the two centres the values are 0.25 and 0.75.
        Assert.Equal([0, 64, 191, 255], Enumerable.Range(0, 4).Select(x => (int)painted[x, 1].R));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void An_opacity_out_of_range_is_refused(double opacity)
        => Assert.Throws<ArgumentOutOfRangeException>(() => Overlay.Paint(Photo, Ramp(0), new OverlaySettings(Opacity: opacity)));

    private static HeatMap Ramp(float first) => new(4, 2, [.. Enumerable.Range(0, 8).Select(i => first + i)]);
}
