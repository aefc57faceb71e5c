using System.Numerics;

namespace Salience.Evaluation.Randomness;

/// <summary>Random numbers that depend on a seed and keys only, for instance the epoch and the index of a picture.</summary>
/// <remarks>
/// A stream is begun anew wherever one is needed and nothing needs to be stored to resume work: the numbers for picture 7 of epoch 3 are the
/// same whoever asks, in which order and on which thread. The generator is xoshiro256** seeded by SplitMix64 (Blackman and Vigna 2018).
/// </remarks>
internal sealed class RandomStream
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private readonly ulong[] _state = new ulong[4];
    private double? _spare;

    /// <summary>Begins the stream of a seed and keys.</summary>
    public RandomStream(long seed, params ReadOnlySpan<long> keys)
    {
        var mixed = Mix((ulong)seed + Golden);
        foreach (var key in keys)
            mixed = Mix(mixed ^ Mix((ulong)key + Golden));
        for (var i = 0; i < _state.Length; i++)
            _state[i] = Mix(mixed += Golden);
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        var s = _state;
        var result = BitOperations.RotateLeft(s[1] * 5, 7) * 9;
        var t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = BitOperations.RotateLeft(s[3], 45);
        return result;
    }

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public double Uniform(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>Uniform among 0 … <paramref name="count"/> − 1, without bias (multiply and reject, Lemire 2019).</summary>
    public int Next(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var range = (ulong)count;
        var reject = (0UL - range) % range;
        ulong high, low;
        do
        {
            high = Math.BigMul(NextBits(), range, out low);
        }
        while (low < reject);
        return (int)high;
    }

    /// <summary>Normal with mean 0 and deviation 1 (polar method, Marsaglia 1964).</summary>
    public double NextNormal()
    {
        if (_spare is { } spare)
        {
            _spare = null;
            return spare;
        }

        double u, v, square;
        do
        {
            (u, v) = (Uniform(-1, 1), Uniform(-1, 1));
            square = u * u + v * v;
        }
        while (square is >= 1 or 0);
        var scale = Math.Sqrt(-2 * Math.Log(square) / square);
        _spare = v * scale;
        return u * scale;
    }

    /// <summary>A random order of 0 … <paramref name="count"/> − 1 (Fisher and Yates).</summary>
    public int[] Permutation(int count)
    {
        var order = Enumerable.Range(0, count).ToArray();
        for (var i = count - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
