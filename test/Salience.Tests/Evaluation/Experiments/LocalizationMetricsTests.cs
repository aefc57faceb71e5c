using Salience.Evaluation.Datasets;
using Salience.Evaluation.Experiments;
using Salience.Evaluation.Randomness;

namespace Salience.Tests.Evaluation.Experiments;

public sealed class LocalizationMetricsTests
{
    private const double Rounding = 1e-6;

    [Fact]
    public void The_metrics_are_those_of_the_literal_definitions()
    {
        var random = new RandomStream(3);
        for (var trial = 0; trial < 60; trial++)
        {
            // Few levels, so that many pixels tie; 7 pixels, 5,040 orders.
            var evidence = Enumerable.Range(0, 7).Select(_ => (float)random.Next(trial % 2 == 0 ? 3 : 100)).ToArray();
            evidence[0]++;
            var values = Enumerable.Range(0, 7).Select(_ => random.Next(2) == 0).ToArray();
            values[random.Next(7)] = true;
            var mask = new PixelMask(1, 7, values);
            Assert.Equal(LocalizationReference.Mass(evidence, mask), LocalizationMetrics.Mass(evidence, mask), Rounding);
            Assert.Equal(LocalizationReference.RankAccuracy(evidence, mask), LocalizationMetrics.RankAccuracy(evidence, mask), Rounding);
            Assert.Equal(LocalizationReference.PointingGame(evidence, mask), LocalizationMetrics.PointingGame(evidence, mask), Rounding);
        }
    }

    [Fact]
    public void The_truth_itself_gets_1_and_its_opposite_0()
    {
        var mask = Square();
        var oracle = mask.Values.ToArray().Select(inside => inside ? 1f : 0).ToArray();
        var opposite = oracle.Select(e => 1 - e).ToArray();
        Assert.Equal((1.0, 1.0, 1.0), All(oracle, mask));
        Assert.Equal((0.0, 0.0, 0.0), All(opposite, mask));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.7f)]
    public void A_constant_map_gets_the_share_of_the_mask(float value)
    {
        var mask = Square();
        var (mass, rank, pointing) = All([.. Enumerable.Repeat(value, 64)], mask);
        Assert.All([mass, rank, pointing], score => Assert.Equal(LocalizationMetrics.Chance(mask), score, Rounding));
        Assert.Equal(12 / 64.0, LocalizationMetrics.Chance(mask));
    }

    [Fact]
    public void Scaling_the_map_changes_nothing()
    {
        var random = new RandomStream(9);
        var map = Enumerable.Range(0, 64).Select(_ => (float)random.NextDouble()).ToArray();
        var (mass, rank, pointing) = All(map, Square());
        var scaled = All([.. map.Select(e => 1024 * e)], Square());
        Assert.Equal((mass, rank, pointing), scaled);
    }

    [Fact]
    public void Maps_and_masks_without_meaning_are_refused()
    {
        var mask = Square();
        Assert.Contains("(8, 8)", Assert.Throws<ArgumentException>(() => LocalizationMetrics.Mass(new float[63], mask)).Message);
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => LocalizationMetrics.RankAccuracy(new float[64], new PixelMask(8, 8, new bool[64]))).Message);
        foreach (var odd in new[] { float.NaN, float.PositiveInfinity, -1 })
        {
            var map = new float[64];
            map[7] = odd;
            Assert.Contains("finite", Assert.Throws<ArgumentException>(() => LocalizationMetrics.PointingGame(map, mask)).Message);
        }
    }

    private static PixelMask Square()
    {
        var values = new bool[64];
        for (var p = 0; p < 64; p++)
            values[p] = p / 8 is >= 2 and < 5 && p % 8 is >= 3 and < 7;
        return new PixelMask(8, 8, values);
    }

    private static (double Mass, double Rank, double Pointing) All(float[] map, PixelMask mask) =>
        (LocalizationMetrics.Mass(map, mask), LocalizationMetrics.RankAccuracy(map, mask), LocalizationMetrics.PointingGame(map, mask));
}
