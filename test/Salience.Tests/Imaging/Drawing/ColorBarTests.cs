using Salience.Imaging;
using Salience.Imaging.Drawing;

namespace Salience.Tests.Imaging.Drawing;

public class ColorBarTests
{
    [Theory]
    [InlineData(0, 1, "0", "0.25", "0.50", "0.75", "1.00")]
    [InlineData(-4, 4, "-4.0", "-2.0", "0", "2.0", "4.0")]
    [InlineData(0, 1000, "0", "250", "500", "750", "1000")]
    [InlineData(2e-7, 1e-6, "2e-7", "4e-7", "6e-7", "8e-7", "1e-6")]
    [InlineData(0, 2e9, "0", "5e+8", "1e+9", "1.5e+9", "2e+9")]
    [InlineData(0, 0, "0", "0", "0", "0", "0")]
    [InlineData(7, 7, "7.000", "7.000", "7.000", "7.000", "7.000")]
    public void Labels_are_short_and_tell_the_ticks_apart(double low, double high, params string[] expected)
    {
        var scale = new HeatScale(low, high, 100, false, 0);
        Assert.Equal(expected, Enumerable.Range(0, 5).Select(tick => ColorBar.Label(scale, tick / 4.0)));
    }

    [Fact]
    public void The_scale_is_described_with_what_it_cuts_off()
    {
        Assert.Equal("scale: least to greatest value, nothing clipped", ColorBar.Describe(new HeatScale(0, 1, 100, false, 0)));
        Assert.Equal("scale: symmetric about 0, nothing clipped", ColorBar.Describe(new HeatScale(-1, 1, 100, true, 0)));
        Assert.Equal("scale: least value to percentile 99.5, 0.5% clipped", ColorBar.Describe(new HeatScale(0, 1, 99.5, false, 0.005)));
        Assert.Equal("scale: symmetric about 0, ends at percentile 99 of |value|, 1% clipped", ColorBar.Describe(new HeatScale(-1, 1, 99, true, 0.01)));
    }
}
