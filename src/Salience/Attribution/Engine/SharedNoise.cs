using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Attribution.Engine;

/// <summary>Noise for the copies of images: it depends on the seed and the number of the copy, not on the image or its batch.</summary>
internal static class SharedNoise
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>Standard normal values <c>(1, …)</c> of the size of one image.</summary>
    public static Tensor Normal(Tensor images, long seed, int copy) => Normal(images, seed, [copy]);

    /// <summary>Standard normal values <c>(copies, …)</c>, a row for each copy.</summary>
    public static Tensor Normal(Tensor images, long seed, IReadOnlyList<int> copies)
    {
        using var scope = NewDisposeScope();
        // Drawn in one type, so that both precisions see the same noise.
        var rows = empty([copies.Count, .. images.shape[1..]], ScalarType.Float32);
        for (var r = 0; r < copies.Count; r++)
        {
            using var generator = Generator(seed, copies[r]);
            rows.select(0, r).normal_(generator: generator);
        }

        return rows.to_type(images.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>Values uniform in [0, 1), <c>(1, …)</c> of the size of one image.</summary>
    public static Tensor Uniform(Tensor images, long seed, int copy)
    {
        using var scope = NewDisposeScope();
        using var generator = Generator(seed, copy);
        return rand(One(images), ScalarType.Float32, generator: generator).to_type(images.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>One number uniform in [0, 1) for a copy.</summary>
    public static double Number(long seed, int copy) => (Mix(seed, copy) >> 11) * (1.0 / (1UL << 53));

    private static Generator Generator(long seed, int copy) => new(Mix(seed, copy) >> 1);

    /// <summary>SplitMix64 over seed and copy.</summary>
    private static ulong Mix(long seed, int copy)
    {
        var z = unchecked((ulong)seed * Golden + ((ulong)copy + 1) * 0xD1B54A32D192ED03);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    private static long[] One(Tensor images) => [1, .. images.shape[1..]];
}
