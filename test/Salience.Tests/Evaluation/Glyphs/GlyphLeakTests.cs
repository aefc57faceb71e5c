using Salience.Evaluation.Datasets;
using Salience.Evaluation.Glyphs;

namespace Salience.Tests.Evaluation.Glyphs;

/// <summary>Coarse colour statistics do not tell the digit, and the test would see it if they did.</summary>
[NoTensorLeaks]
public sealed class GlyphLeakTests(GlyphLeakTests.Scenes scenes) : IClassFixture<GlyphLeakTests.Scenes>
{

    // Chance is 10 %; by chance alone 3,000 scenes exceed 13 % once in 10 million runs.
    private const double NearChance = 0.13;
    private const int Side = GlyphGenerator.Side;

    [Fact]
    public void A_linear_classifier_on_colour_statistics_stays_near_chance() => Assert.InRange(HeldOutAccuracy((_, _) => { }), 0.07, NearChance);

    [Fact]
    public void The_same_classifier_finds_the_digit_where_the_ground_is_tinted_by_it() => Assert.InRange(HeldOutAccuracy(Tint), 0.3, 1);

    [Fact]
    public void The_same_classifier_finds_the_digit_where_it_decides_about_the_light() => Assert.InRange(HeldOutAccuracy(Shade), 0.16, 1);

    // The right third, where little of the digit is, is drawn towards a colour of the class.
    private static void Tint(int label, Span<byte> pixels)
    {
        for (var i = 0; i < pixels.Length; i++)
        {
            if (i % Side > 2 * Side / 3)
                pixels[i] = (byte)((9 * pixels[i] + 255 * (label >> (i / (Side * Side)) & 1)) / 10);
        }
    }

    private static void Shade(int label, Span<byte> pixels)
    {
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(pixels[i] * (12 + label) / 21);
    }

    private double HeldOutAccuracy(LeakInto leak)
    {
        var (x, y) = Examples(scenes.Training, leak);
        using var classifier = new SoftmaxRegression(x, y);
        Assert.True(classifier.Converged, $"The classifier still moves: {classifier.Residual}.");
        var (unseen, truth) = Examples(scenes.HeldOut, leak);
        return classifier.Accuracy(unseen, truth);
    }

    private static (double[][] Features, int[] Labels) Examples(ImageDataset data, LeakInto leak)
    {
        var features = new double[data.Count][];
        var labels = new int[data.Count];
        Parallel.For(0, data.Count, i =>
        {
            var pixels = new byte[data.Shape.Length];
            data.Read(i, pixels);
            labels[i] = data.LabelOf(i);
            leak(labels[i], pixels);
            features[i] = ColorStatistics.Of(pixels, Side);
        });
        return (features, labels);
    }

    /// <summary>Scenes that are drawn once for all tests.</summary>
    public sealed class Scenes
    {
        public GlyphDataset Training { get; } = new(new GlyphSettings(11), 5000, keep: true);

        public GlyphDataset HeldOut { get; } = new(new GlyphSettings(11, Split: Split.Test), 3000, keep: true);
    }

    private delegate void LeakInto(int label, Span<byte> pixels);
}
