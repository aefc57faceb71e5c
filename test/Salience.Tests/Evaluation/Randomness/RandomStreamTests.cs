using Salience.Evaluation.Randomness;

namespace Salience.Tests.Evaluation.Randomness;

public class RandomStreamTests
{
    private const int Draws = 200_000;

    [Fact]
    public void The_generator_is_xoshiro256_starstar_seeded_by_splitmix64()
    {
        // Vigna's test vector: SplitMix64 from state 0 gives e220a8397b1dcdaf, 6e789e6aa1b965f4, 06c45d188009454f, f88bb8a8724c81ec.
        ulong[] s = [0xe220a8397b1dcdaf, 0x6e789e6aa1b965f4, 0x06c45d188009454f, 0xf88bb8a8724c81ec];
        var stream = new RandomStream(SeedWhoseStateIsMixedFromZero());

        Assert.Equal(ulong.RotateLeft(s[1] * 5, 7) * 9, stream.NextBits());
    }

    [Fact]
    public void The_same_seed_and_keys_give_the_same_numbers_and_others_give_others()
    {
        var first = new RandomStream(7, 3, 5).NextBits();

        Assert.Equal(first, new RandomStream(7, 3, 5).NextBits());
        Assert.Distinct([first, new RandomStream(8, 3, 5).NextBits(), new RandomStream(7, 5, 3).NextBits(), new RandomStream(7, 3).NextBits(), new RandomStream(7, 3, 5, 0).NextBits()]);
    }

    [Fact]
    public void Uniform_integers_are_equally_frequent()
    {
        var stream = new RandomStream(1);
        var counts = new int[7];
        for (var i = 0; i < Draws; i++)
            counts[stream.Next(7)]++;

        // Six degrees of freedom: chi-squared above 27.9 has probability 1e-4.
        var expected = Draws / 7.0;
        Assert.True(counts.Sum(c => (c - expected) * (c - expected) / expected) < 27.9, string.Join(", ", counts));
    }

    [Fact]
    public void Normal_numbers_have_the_moments_of_the_normal_distribution()
    {
        var stream = new RandomStream(2);
        var values = Enumerable.Range(0, Draws).Select(_ => stream.NextNormal()).ToArray();

        // Five standard errors: 1/√n, √(2/n), √(96/n).
        Assert.Equal(0, values.Average(), 5 / Math.Sqrt(Draws));
        Assert.Equal(1, values.Average(v => v * v), 5 * Math.Sqrt(2.0 / Draws));
        Assert.Equal(3, values.Average(v => v * v * v * v), 5 * Math.Sqrt(96.0 / Draws));
    }

    [Fact]
    public void A_permutation_holds_every_index_once_and_each_place_is_equally_likely()
    {
        var places = new int[5];
        for (var seed = 0; seed < 20_000; seed++)
        {
            var order = new RandomStream(seed).Permutation(5);
            Assert.Equal([0, 1, 2, 3, 4], order.Order());
            places[Array.IndexOf(order, 0)]++;
        }

        // Four degrees of freedom: chi-squared above 23.5 has probability 1e-4.
        Assert.True(places.Sum(c => (c - 4000.0) * (c - 4000.0) / 4000.0) < 23.5, string.Join(", ", places));
    }

    /// <summary>The seed for which the stream's SplitMix64 state begins at 0: <c>Mix(seed + golden) = 0</c> only for <c>seed = −golden</c>.</summary>
    private static long SeedWhoseStateIsMixedFromZero() => unchecked((long)(0UL - 0x9E3779B97F4A7C15));
}
