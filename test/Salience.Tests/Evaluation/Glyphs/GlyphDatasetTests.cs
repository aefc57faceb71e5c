using Salience.Evaluation.Datasets;
using Salience.Evaluation.Glyphs;

namespace Salience.Tests.Evaluation.Glyphs;

public sealed class GlyphDatasetTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pictures_and_labels_are_those_of_the_scenes(bool keep)
    {
        var data = new GlyphDataset(new GlyphSettings(4, Split: Split.Test), 20, keep);
        var pixels = new byte[data.Shape.Length];
        for (var round = 0; round < 2; round++)
        {
            for (var index = 0; index < data.Count; index++)
            {
                data.Read(index, pixels);
                var scene = data.Scene(index);
                Assert.Equal(scene.Label, data.LabelOf(index));
                Assert.Equal([scene.Picture.Pixels[3 * 70], scene.Picture.Pixels[3 * 70 + 1], scene.Picture.Pixels[3 * 70 + 2]], new[] { pixels[70], pixels[70 + 4096], pixels[70 + 8192] });
                Assert.Equal(scene.Picture.Pixels.ToArray().Sum(v => v), pixels.Sum(v => v));
            }
        }
    }

    [Fact]
    public void The_name_says_variant_split_and_seed() =>
        Assert.Equal("glyphs-watermark/test-12", new GlyphDataset(new GlyphSettings(12, GlyphVariant.Watermark, Split.Test), 1).Name);

    [Fact]
    public void The_normalisation_brings_pixels_to_mean_0_and_deviation_1()
    {
        var data = new GlyphDataset(new GlyphSettings(2), 1000);
        var pixels = new byte[data.Shape.Length];
        var (sum, squares) = (0.0, 0.0);
        for (var index = 0; index < data.Count; index++)
        {
            data.Read(index, pixels);
            foreach (var value in pixels)
            {
                var x = (value / 255.0 - data.Normalization.Mean[0]) / data.Normalization.Std[0];
                (sum, squares) = (sum + x, squares + x * x);
            }
        }

        var count = (double)data.Count * pixels.Length;
        Assert.Equal(0, sum / count, 0.06);
        Assert.Equal(1, Math.Sqrt(squares / count), 0.06);
    }

    [Fact]
    public void An_index_or_buffer_that_does_not_fit_is_refused()
    {
        var data = new GlyphDataset(new GlyphSettings(), 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => data.LabelOf(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Read(-1, new byte[data.Shape.Length]));
        Assert.Contains("(3, 64, 64)", Assert.Throws<ArgumentException>(() => data.Read(0, new byte[5])).Message);
    }
}
