using Salience.Imaging;
using Salience.Imaging.ColorMaps;

namespace Salience.Tests.Imaging.ColorMaps;

public class ColorMapTests
{
    // The ends as published; those of turbo are the polynomial's, summed by hand.
    [Theory]
    [InlineData("viridis", 68, 1, 84, 253, 231, 37, 0)]
    [InlineData("inferno", 0, 0, 4, 252, 255, 164, 0)]
    [InlineData("magma", 0, 0, 4, 252, 253, 191, 0)]
    [InlineData("turbo", 35, 23, 27, 144, 13, 0, 0)]
    [InlineData("jet", 0, 0, 128, 128, 0, 0, 0)]
    [InlineData("grey", 0, 0, 0, 255, 255, 255, 0)]
    public void The_ends_are_the_published_colours(string name, int r0, int g0, int b0, int r1, int g1, int b1, int tolerance)
    {
        IColorMap map = ColorMap.Named(name);
        Near(new Rgb((byte)r0, (byte)g0, (byte)b0), map.At(0), tolerance);
        Near(new Rgb((byte)r1, (byte)g1, (byte)b1), map.At(1), tolerance);
    }

    // Entry 64 of matplotlib's 256 colours, which is none of the stops.
    [Theory]
    [InlineData("viridis", 59, 82, 139)]
    [InlineData("inferno", 87, 16, 110)]
    [InlineData("magma", 81, 18, 124)]
    public void Colours_between_the_stops_are_within_four_steps_of_the_published(string name, int r, int g, int b)
        => Near(new Rgb((byte)r, (byte)g, (byte)b), ColorMap.Named(name).At(64 / 255.0), 4);

    [Fact]
    public void Turbo_is_green_in_the_middle() => Near(new Rgb(150, 250, 80), ColorMap.Named("turbo").At(0.5), 0);

    [Theory]
    [InlineData("viridis")]
    [InlineData("inferno")]
    [InlineData("magma")]
    [InlineData("grey")]
    public void Lightness_rises(string name)
    {
        double[] lightness = [.. Enumerable.Range(0, 101).Select(i => Luma(ColorMap.Named(name).At(i / 100.0)))];
        Assert.All(lightness.Zip(lightness.Skip(1)), pair => Assert.True(pair.Second > pair.First));
    }

    [Fact]
    public void The_diverging_map_is_neutral_in_the_middle_blue_below_and_red_above()
    {
        Rgb middle = ColorMap.Diverging.At(0.5), low = ColorMap.Diverging.At(0), high = ColorMap.Diverging.At(1);
        Assert.Equal((middle.R, middle.R), (middle.G, middle.B));
        Assert.True(low.B > 2 * low.R && high.R > 2 * high.B);
        Assert.True(ColorMap.Diverging.IsDiverging && !ColorMap.Sequential.IsDiverging);
    }

    [Fact]
    public void Positions_outside_are_clamped()
        => Assert.All(ColorMap.All, map => Assert.Equal((map.At(0), map.At(1)), (map.At(-5), map.At(double.PositiveInfinity))));

    [Fact]
    public void Every_map_is_found_by_its_name() => Assert.All(ColorMap.All, map => Assert.Same(map, ColorMap.Named(map.Name.ToUpperInvariant())));

    [Fact]
    public void An_unknown_name_is_answered_with_the_names_there_are()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => ColorMap.Named("rainbow"));
        Assert.Contains("'rainbow' is unknown; use turbo, viridis, inferno, magma, jet, grey, red-blue", error.Message, StringComparison.Ordinal);
    }

    private static double Luma(Rgb color) => 0.299 * color.R + 0.587 * color.G + 0.114 * color.B;

    private static void Near(Rgb expected, Rgb actual, int tolerance)
    {
        Assert.InRange(actual.R - expected.R, -tolerance, tolerance);
        Assert.InRange(actual.G - expected.G, -tolerance, tolerance);
        Assert.InRange(actual.B - expected.B, -tolerance, tolerance);
    }
}
