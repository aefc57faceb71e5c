using Salience.Evaluation.Experiments.DigitFlipping;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Experiments.DigitFlipping;

/// <summary>The erasing of the digit-flipping experiment against its definition.</summary>
[NoTensorLeaks]
public class DigitFlipTests
{
    [Fact]
    public void The_largest_positive_differences_are_erased_and_no_others()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(7);
        var from = randn([3, 1, 5, 6], ScalarType.Float64, generator: generator);
        var to = randn([3, 1, 5, 6], ScalarType.Float64, generator: generator);

        var erased = DigitFlip.Erased(from, to, pixels: 7);

        for (var n = 0; n < 3; n++)
        {
            var d = (from[n] - to[n]).data<double>().ToArray();
            var largest = d.Order().Reverse().Take(7).Where(v => v > 0).ToHashSet();
            Assert.Equal(d.Select(largest.Contains), erased[n].data<bool>().ToArray());
        }
    }

    [Fact]
    public void Where_few_differences_are_positive_fewer_are_erased()
    {
        using var scope = NewDisposeScope();
        var from = tensor(new[] { 3.0, 0, -1, -2, 1, 0 }).view(1, 1, 2, 3);

        var erased = DigitFlip.Erased(from, zeros_like(from), pixels: 4);

        Assert.Equal([true, false, false, false, true, false], erased.data<bool>().ToArray());
    }

    [Fact]
    public void Pixels_that_tie_with_the_first_one_left_stay()
    {
        using var scope = NewDisposeScope();
        var from = tensor(new[] { 5.0, 2, 2, 2, 1, 0 }).view(1, 1, 2, 3);

        Assert.Equal([true, false, false, false, false, false], DigitFlip.Erased(from, zeros_like(from), pixels: 3).data<bool>().ToArray());
        Assert.Equal([true, true, true, true, false, false], DigitFlip.Erased(from, zeros_like(from), pixels: 4).data<bool>().ToArray());
    }

    [Fact]
    public void Erased_pixels_take_the_fill_in_every_channel_and_log_odds_are_differences_of_logits()
    {
        using var scope = NewDisposeScope();
        var images = ones([1, 2, 1, 3], ScalarType.Float32);
        var erased = tensor(new[] { true, false, true }).view(1, 1, 1, 3);

        Assert.Equal([-2f, 1, -2, -2, 1, -2], DigitFlip.Apply(images, erased, fill: -2).data<float>().ToArray());
        Assert.Equal([4, -1.5], DigitFlip.LogOdds(tensor(new[] { 1.0, 7, 3, 0.5, 0, 2 }).view(2, 3), 1, 2).Select((v, i) => i == 0 ? v : v + 0.5));
    }

    [Fact]
    public void Impossible_numbers_and_maps_that_are_not_finite_are_refused()
    {
        using var scope = NewDisposeScope();
        var map = zeros(1, 1, 2, 2);
        var broken = map.clone();
        broken[0, 0, 1, 1] = float.NaN;

        Assert.Contains("1 to 3 erased pixels", Assert.Throws<ArgumentOutOfRangeException>(() => DigitFlip.Erased(map, map, 4)).Message, StringComparison.Ordinal);
        Assert.Contains("not finite", Assert.Throws<ArgumentException>(() => DigitFlip.Erased(map, broken, 2)).Message, StringComparison.Ordinal);
    }
}
