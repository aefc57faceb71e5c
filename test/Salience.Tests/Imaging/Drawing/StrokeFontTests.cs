using Salience.Imaging.Drawing;
using SkiaSharp;

namespace Salience.Tests.Imaging.Drawing;

public class StrokeFontTests
{
    [Fact]
    public void Every_printable_character_has_a_glyph_of_its_own()
    {
        char[] printable = [.. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code)];
        Assert.Equal(printable.Order(), StrokeGlyphs.All.Keys.Order());
        Assert.Equal(printable.Length, StrokeGlyphs.All.Values.Select(glyph => glyph.Path).Distinct().Count());
    }

    [Fact]
    public void Every_glyph_stays_within_its_line_and_width()
    {
        Assert.All(StrokeGlyphs.All, entry =>
        {
            using SKPath path = SKPath.ParseSvgPathData(entry.Value.Path);
            SKRect bounds = path.TightBounds;
            Assert.InRange(bounds.Left, -0.4f, 1);
            Assert.InRange(bounds.Right, entry.Value.Width - 0.8f, entry.Value.Width + 0.3f);
            Assert.InRange(bounds.Top, -1.3f, 11.5f);
            Assert.InRange(bounds.Bottom, 0.5f, 10 * (1 + StrokeFont.Descent));
        });
    }

    [Fact]
    public void Width_grows_with_size_and_text()
    {
        Assert.Equal(0, StrokeFont.Measure("", 10));
        Assert.Equal(6, StrokeFont.Measure("0", 10), 1e-4f);
        Assert.Equal(2 * StrokeFont.Measure("tench", 10), StrokeFont.Measure("tench", 20), 1e-3f);
    }

    [Fact]
    public void A_text_that_is_too_long_is_cut_with_dots()
    {
        string fitted = StrokeFont.Fit("African crocodile, Nile crocodile", 10, 120);
        Assert.EndsWith("...", fitted, StringComparison.Ordinal);
        Assert.StartsWith("African", fitted, StringComparison.Ordinal);
        Assert.InRange(StrokeFont.Measure(fitted, 10), 90, 120);
        Assert.Equal("tench", StrokeFont.Fit("tench", 10, 120));
        Assert.Equal("", StrokeFont.Fit("tench", 10, 3));
    }
}
