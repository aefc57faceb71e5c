using Salience.Imaging;

namespace Salience.Tests.Imaging;

public class HeatScaleTests
{
    [Fact]
    public void An_unsigned_scale_runs_from_the_least_to_the_greatest_value()
    {
        HeatScale scale = HeatScale.Of(new HeatMap(4, 1, [3, 1, 5, 2]), signed: false);
        Assert.Equal(new HeatScale(1, 5, 100, false, 0), scale);
        Assert.Equal([0, 0.5, 1], new[] { 1.0, 3, 5 }.Select(scale.Position));
    }

    [Fact]
    public void A_signed_scale_has_zero_in_the_middle()
    {
        HeatScale scale = HeatScale.Of(new HeatMap(3, 1, [-4, 1, 2]), signed: true);
        Assert.Equal(new HeatScale(-4, 4, 100, true, 0), scale);
        Assert.Equal([0, 0.5, 0.75], new[] { -4.0, 0, 2 }.Select(scale.Position));
    }

    [Fact]
    public void A_percentile_cuts_off_the_values_above_and_says_how_many()
    {
        var map = new HeatMap(101, 1, [.. Enumerable.Range(0, 101).Select(i => (float)i)]);
        HeatScale scale = HeatScale.Of(map, signed: false, percentile: 90);
        Assert.Equal(90, scale.High, 1e-9);
        Assert.Equal(10 / 101.0, scale.ClippedShare, 1e-9);
        Assert.Equal(1, scale.Position(95));
    }

    [Fact]
    public void A_percentile_between_two_values_is_interpolated()
        => Assert.Equal(2.5, HeatScale.Of(new HeatMap(2, 1, [2, 3]), signed: false, percentile: 50).High, 1e-9);

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 0.5)]
    public void A_map_of_zeros_is_all_at_the_neutral_position(bool signed, double expected)
        => Assert.Equal(expected, HeatScale.Of(new HeatMap(2, 1, [0, 0]), signed).Position(0));

    [Fact]
    public void Values_that_are_not_finite_do_not_stretch_the_scale()
    {
        HeatScale scale = HeatScale.Of(new HeatMap(4, 1, [float.NaN, float.PositiveInfinity, 1, 2]), signed: false);
        Assert.Equal((1, 2), (scale.Low, scale.High));
        Assert.Equal((1.0, true), (scale.Position(double.PositiveInfinity), double.IsNaN(scale.Position(double.NaN))));
        Assert.Equal((0, 0), (HeatScale.Of(new HeatMap(1, 1, [float.NaN]), true).Low, HeatScale.Of(new HeatMap(1, 1, [float.NaN]), true).High));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    [InlineData(double.NaN)]
    public void A_percentile_out_of_range_is_refused(double percentile)
        => Assert.Throws<ArgumentOutOfRangeException>(() => HeatScale.Of(new HeatMap(1, 1, [1]), false, percentile));
}
