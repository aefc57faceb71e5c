using Salience.Evaluation.Datasets;
using Salience.Evaluation.Experiments.Watermarks;
using Salience.Evaluation.Glyphs;
using Salience.Evaluation.Randomness;

namespace Salience.Tests.Evaluation.Experiments.Watermarks;

/// <summary>The place of the star against all others.</summary>
public sealed class StarPlacesTests
{
    private static readonly GlyphDataset Scenes = new(new GlyphSettings(5, GlyphVariant.Watermark, Split.Test) { WatermarkRate = 1, WatermarkRateElsewhere = 1 }, 40);

    [Fact]
    public void The_share_is_that_of_its_literal_definition()
    {
        foreach (var index in new[] { 0, 1, 2 })
        {
            var scene = Scenes.Scene(index);
            var evidence = Noise(index);
            Assert.Equal(Literal(evidence, scene.Watermark, scene.Digits[0].Mask), StarPlaces.Share(evidence, scene.Watermark, scene.Digits[0].Mask), 1e-12);
        }
    }

    [Fact]
    public void A_map_that_knows_nothing_is_found_as_often_as_chance_says()
    {
        const int draws = 600;
        var shares = Enumerable.Range(0, draws).Select(d => StarPlaces.Share(Noise(d), Scenes.Scene(d % 40).Watermark, Scenes.Scene(d % 40).Digits[0].Mask)).ToList();

        // Four deviations of the share, and of the mean of uniform numbers.
        Assert.Equal(StarPlaces.Chance, shares.Count(s => s <= StarPlaces.Chance) / (double)draws, 4 * Math.Sqrt(0.05 * 0.95 / draws));
        Assert.Equal(0.5, shares.Average(), 4 / Math.Sqrt(12.0 * draws));
    }

    [Fact]
    public void A_flat_map_and_an_empty_one_are_not_found()
    {
        var scene = Scenes.Scene(4);
        foreach (var height in new[] { 0.0, 0.3 })
            Assert.Equal(1, StarPlaces.Share([.. Enumerable.Repeat(height, 4096)], scene.Watermark, scene.Digits[0].Mask));
    }

    [Fact]
    public void Evidence_on_the_digit_does_not_compete_with_the_star()
    {
        var scene = Scenes.Scene(7);
        var evidence = Enumerable.Range(0, 4096).Select(p => scene.Digits[0].Mask.Values[p] ? 100 : scene.Watermark.Values[p] ? 1.0 : 0).ToArray();
        Assert.True(StarPlaces.Found(evidence, scene.Watermark, scene.Digits[0].Mask));
        var elsewhere = Enumerable.Range(0, 4096).Select(p => scene.Watermark.Values[p] ? 0 : 1.0).ToArray();
        Assert.Equal(1, StarPlaces.Share(elsewhere, scene.Watermark, scene.Digits[0].Mask));
    }

    private static double[] Noise(int seed)
    {
        var random = new RandomStream(91, seed);
        return [.. Enumerable.Range(0, 4096).Select(_ => random.NextDouble())];
    }

    private static double Literal(double[] evidence, PixelMask star, PixelMask digit)
    {
        var here = new HashSet<(int, int)>();
        for (var row = 0; row < 64; row++)
        {
            for (var column = 0; column < 64; column++)
            {
                if (star[row, column])
                    here.Add((row, column));
            }
        }

        double Evidence(IEnumerable<(int Row, int Column)> places) => places.OrderBy(p => p).Sum(p => evidence[64 * p.Row + p.Column]);
        int all = 1, high = 1;
        for (var down = -64; down <= 64; down++)
        {
            for (var along = -64; along <= 64; along++)
            {
                var there = here.Select(p => (Row: p.Item1 + down, Column: p.Item2 + along)).ToList();
                if (there.Any(p => p.Row is < 0 or > 63 || p.Column is < 0 or > 63) || there.Any(p => here.Contains(p) || digit[p.Row, p.Column]))
                    continue;
                all++;
                high += Evidence(there) >= Evidence(here) ? 1 : 0;
            }
        }

        return (double)high / all;
    }
}
