using Salience.Evaluation.Datasets;
using Salience.Evaluation.Glyphs;
using Salience.Evaluation.Glyphs.Painting;
using Salience.Evaluation.Glyphs.Shapes;

namespace Salience.Tests.Evaluation.Glyphs;

public sealed class GlyphGeneratorTests
{
    private const int Scenes = 200;
    private const int Side = GlyphGenerator.Side;

    public static TheoryData<GlyphVariant> Variants => [.. Enum.GetValues<GlyphVariant>()];

    [Theory, MemberData(nameof(Variants))]
    public void The_same_seed_and_index_give_the_same_scene_in_any_order_and_on_any_thread(GlyphVariant variant)
    {
        var settings = new GlyphSettings(5, variant);
        var forward = Enumerable.Range(0, 60).Select(i => GlyphGenerator.Generate(settings, i)).ToArray();
        var again = new GlyphScene[forward.Length];
        Parallel.For(0, forward.Length, i => again[^(i + 1)] = GlyphGenerator.Generate(settings, forward.Length - 1 - i));
        Assert.All(forward.Zip(again), pair =>
        {
            Assert.Equal(pair.First.Picture.Pixels, pair.Second.Picture.Pixels);
            Assert.Equal(pair.First.Digits[0].Mask.Values, pair.Second.Digits[0].Mask.Values);
            Assert.Equal(pair.First.Distractors.Values, pair.Second.Distractors.Values);
        });
    }

    [Fact]
    public void Seeds_splits_and_indices_give_different_scenes()
    {
        var settings = new[] { new GlyphSettings(1), new GlyphSettings(2), new GlyphSettings(1, Split: Split.Test) };
        var pictures = settings.SelectMany(s => Enumerable.Range(0, 50).Select(i => Convert.ToBase64String(GlyphGenerator.Generate(s, i).Picture.Pixels)));
        Assert.Equal(150, pictures.Distinct().Count());
    }

    [Theory, MemberData(nameof(Variants))]
    public void Without_the_digits_only_pixels_that_they_cover_change(GlyphVariant variant)
    {
        for (var index = 0; index < Scenes; index++)
        {
            var plan = ScenePlan.Draw(new GlyphSettings(3, variant), index);
            var scene = GlyphGenerator.Generate(plan.Settings, index);
            var (all, without) = (Paint(plan, SceneLayers.All), Paint(plan, SceneLayers.All & ~SceneLayers.Digits));
            var covered = Covered(plan.Digits.Select(d => d.Form));
            for (var p = 0; p < covered.Length; p++)
            {
                var changed = all.AsSpan(3 * p, 3).SequenceEqual(without.AsSpan(3 * p, 3)) is false;
                Assert.False(changed && covered[p] == 0, $"Scene {index}: pixel {p} changes outside of the digit.");
                var inside = scene.Digits.Any(d => d.Mask.Values[p]);
                Assert.Equal(covered[p] >= 128 && !scene.Watermark.Values[p], inside);
            }
        }
    }

    [Fact]
    public void Every_pixel_of_the_mask_but_few_has_another_colour_than_the_ground()
    {
        var (inside, unchanged) = (0, 0);
        for (var index = 0; index < Scenes; index++)
        {
            var plan = ScenePlan.Draw(new GlyphSettings(3), index);
            var (all, without) = (Paint(plan, SceneLayers.All), Paint(plan, SceneLayers.All & ~SceneLayers.Digits));
            var mask = GlyphGenerator.Generate(plan.Settings, index).Digits[0].Mask;
            for (var p = 0; p < Side * Side; p++)
            {
                if (!mask.Values[p])
                    continue;
                inside++;
                unchanged += Enumerable.Range(3 * p, 3).Max(i => Math.Abs(all[i] - without[i])) < 16 ? 1 : 0;
            }
        }

        // A letter of the ink's colour may lie below, and a soft edge may blend in.
        Assert.InRange((double)unchanged / inside, 0, 0.02);
    }

    [Theory, MemberData(nameof(Variants))]
    public void Without_the_distractors_only_pixels_that_they_cover_change_and_none_of_the_digit(GlyphVariant variant)
    {
        for (var index = 0; index < Scenes; index++)
        {
            var plan = ScenePlan.Draw(new GlyphSettings(4, variant), index);
            var scene = GlyphGenerator.Generate(plan.Settings, index);
            var (all, without) = (Paint(plan, SceneLayers.All), Paint(plan, SceneLayers.All & ~SceneLayers.Distractors));
            var covered = Covered(plan.Distractors.Select(d => d.Form));
            for (var p = 0; p < Side * Side; p++)
            {
                var changed = all.AsSpan(3 * p, 3).SequenceEqual(without.AsSpan(3 * p, 3)) is false;
                Assert.False(changed && covered[p] == 0, $"Scene {index}: pixel {p} changes outside of the distractors.");
                Assert.Equal(covered[p] >= 128 && !scene.Watermark.Values[p] && !scene.Digits.Any(d => d.Mask.Values[p]), scene.Distractors.Values[p]);
            }
        }
    }

    [Fact]
    public void Every_class_is_there_equally_often()
    {
        var counts = Enumerable.Range(0, 1000).CountBy(i => GlyphGenerator.ClassesOf(new GlyphSettings(9), i)[0]).ToDictionary();
        Assert.All(Enumerable.Range(0, 10), digit => Assert.Equal(100, counts[digit]));
    }

    [Fact]
    public void The_digit_is_large_and_distractors_are_smaller()
    {
        for (var index = 0; index < Scenes; index++)
        {
            var plan = ScenePlan.Draw(new GlyphSettings(6), index);
            var box = GlyphGenerator.Generate(plan.Settings, index).Digits[0].Box;
            Assert.InRange(box.Width * box.Height, 20 * 20, 42 * 42);
            Assert.True(box.Left >= 0 && box.Top >= 0 && box.Left + box.Width <= Side && box.Top + box.Height <= Side);
            Assert.All(plan.Distractors, d => Assert.True(d.Form.Extent.X * d.Form.Extent.Y < 0.5 * box.Width * box.Height));
        }
    }

    [Fact]
    public void Settings_without_meaning_are_refused_by_name()
    {
        Assert.Contains("watermark class 10", Assert.Throws<ArgumentException>(() => GlyphGenerator.Generate(new GlyphSettings { WatermarkClass = 10 }, 0)).Message);
        Assert.Contains("rate 1.5", Assert.Throws<ArgumentException>(() => GlyphGenerator.Generate(new GlyphSettings { WatermarkRate = 1.5 }, 0)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => GlyphGenerator.Generate(new GlyphSettings(), -1));
    }

    private static byte[] Paint(ScenePlan plan, SceneLayers layers)
    {
        using var painter = new ScenePainter();
        painter.Paint(plan, layers);
        var pixels = new byte[3 * Side * Side];
        painter.CopyInterleaved(pixels);
        return pixels;
    }

    private static byte[] Covered(IEnumerable<StrokeForm> forms)
    {
        using var coverage = new Coverage();
        var most = new byte[Side * Side];
        foreach (var form in forms)
        {
            var values = coverage.Draw(canvas => FormPaint.Draw(canvas, form, Coverage.Full, rim: true));
            for (var p = 0; p < most.Length; p++)
                most[p] = Math.Max(most[p], values[p]);
        }

        return most;
    }
}
