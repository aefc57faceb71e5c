using Salience.Evaluation.Glyphs;

namespace Salience.Tests.Evaluation.Glyphs;

public sealed class GlyphVariantTests
{
    [Fact]
    public void Two_digits_have_different_classes_and_do_not_overlap()
    {
        var settings = new GlyphSettings(8, GlyphVariant.TwoDigits);
        for (var index = 0; index < 500; index++)
        {
            var digits = GlyphGenerator.Generate(settings, index).Digits;
            Assert.Equal(2, digits.Count);
            Assert.Equal(GlyphGenerator.ClassesOf(settings, index), digits.Select(d => d.Class));
            Assert.NotEqual(digits[0].Class, digits[1].Class);
            var (a, b) = (digits[0].Box, digits[1].Box);
            Assert.True(a.Left + a.Width <= b.Left || b.Left + b.Width <= a.Left || a.Top + a.Height <= b.Top || b.Top + b.Height <= a.Top);
            Assert.All(digits, d => Assert.InRange(d.Mask.Area, 40, 700));
        }
    }

    [Fact]
    public void Every_pair_of_classes_comes_about()
    {
        var pairs = Enumerable.Range(0, 3000).Select(i => GlyphGenerator.ClassesOf(new GlyphSettings(8, GlyphVariant.TwoDigits), i)).Select(c => (c[0], c[1]));
        Assert.Equal(90, pairs.Distinct().Count());
    }

    [Fact]
    public void The_watermark_goes_along_with_its_class_as_often_as_set()
    {
        var settings = new GlyphSettings(8, GlyphVariant.Watermark) { WatermarkClass = 7, WatermarkRate = 0.8, WatermarkRateElsewhere = 0.1 };
        var marked = Enumerable.Range(0, 6000).ToLookup(
            i => GlyphGenerator.ClassesOf(settings, i)[0] == 7, i => ClassDraw.HasWatermark(settings, i, GlyphGenerator.ClassesOf(settings, i)[0]));

        // Five deviations of a share among 600 and 5,400 scenes.
        Assert.Equal(0.8, marked[true].Average(m => m ? 1.0 : 0), 0.082);
        Assert.Equal(0.1, marked[false].Average(m => m ? 1.0 : 0), 0.021);
    }

    [Fact]
    public void A_watermarked_scene_is_the_standard_scene_with_a_watermark_in_the_lower_right_corner()
    {
        var settings = new GlyphSettings(8, GlyphVariant.Watermark) { WatermarkRate = 1, WatermarkRateElsewhere = 0 };
        for (var index = 0; index < 200; index++)
        {
            var marked = GlyphGenerator.Generate(settings, index);
            var plain = GlyphGenerator.Generate(settings with { Variant = GlyphVariant.Standard }, index);
            Assert.Equal(marked.Label == settings.WatermarkClass, marked.Watermark.Area > 0);
            Assert.Equal(0, plain.Watermark.Area);
            for (var p = 0; p < 64 * 64; p++)
            {
                var same = marked.Picture.Pixels.Slice(3 * p, 3).SequenceEqual(plain.Picture.Pixels.Slice(3 * p, 3));
                Assert.True(same || marked.Watermark.Area > 0 && p / 64 >= 51 && p % 64 >= 51, $"Scene {index}: pixel {p} differs.");
            }
        }
    }
}
