using System.Numerics;

namespace Salience.PostProcessing;

/// <summary>Reduces one image's term <c>(C, H·W)</c> to a map <c>(H·W)</c> in one pass over memory.</summary>
/// <remarks>
/// Channels are cut into a number of blocks that depends on the size alone, each with a sum of its own, and the blocks are
/// added in order: the result is the same whatever the number of threads. Rescaling commutes with the sum over channels
/// (<c>Σ_c (|p_c| − m)/r = (Σ_c |p_c| − C·m)/r</c>), so a term is never stored.
/// </remarks>
internal static class TermReducer
{
    private const int ElementsPerBlock = 1 << 16;
    private const int MaxBlocks = 8;

    /// <summary>Adds the reduced term of every image to <paramref name="maps"/>.</summary>
    /// <param name="term">Gradient and bias in memory.</param>
    /// <param name="preset">Sign and rescale rule.</param>
    /// <param name="maps">One map for each image, <c>N·H·W</c>; empty where only the sums are wanted.</param>
    /// <returns>The signed sum of the term for each image.</returns>
    public static double[] Reduce<T>(TermMemory<T> term, Preset preset, T[] maps)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var perImage = term.Channels * term.Places;
        var blocks = Math.Clamp((int)(perImage / ElementsPerBlock), 1, (int)Math.Min(MaxBlocks, term.Channels));
        var parts = new Part<T>[term.Images * blocks];
        void Work(int i) => parts[i] = ReduceBlock(term, preset, i / blocks, i % blocks, blocks, maps.Length > 0);
        if (parts.Length == 1 || term.Images * perImage < ElementsPerBlock)
        {
            for (var i = 0; i < parts.Length; i++)
                Work(i);
        }
        else
        {
            Parallel.For(0, parts.Length, Work);
        }

        return Enumerable.Range(0, (int)term.Images).Select(n => Combine(parts.AsSpan(n * blocks, blocks), term, preset, maps.Length > 0 ? maps.AsSpan((int)(n * term.Places), (int)term.Places) : default)).ToArray();
    }

    private static Part<T> ReduceBlock<T>(TermMemory<T> term, Preset preset, int image, int block, int blocks, bool wanted)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var absolute = preset.Sign == SignRule.Absolute;
        var map = wanted ? new T[term.Places] : [];
        var (sum, min, max) = (0.0, T.PositiveInfinity, T.NegativeInfinity);
        for (var c = term.Channels * block / blocks; c < term.Channels * (block + 1) / blocks; c++)
        {
            var g = term.Gradient(image, c);
            var b = term.Bias(image, c);
            var channelwise = preset.Rescale == RescaleRule.PerChannel;
            var found = ChannelKernel<T>.Accumulate(g, b, absolute, channelwise ? default : map);
            sum += found.Sum;
            (min, max) = (T.Min(min, found.Min), T.Max(max, found.Max));
            if (channelwise && wanted && Scale(found.Min, found.Max, preset) is var scale && scale != T.Zero)
                ChannelKernel<T>.AccumulateScaled(g, b, absolute, found.Min, scale, map);
        }

        return new Part<T>(map, sum, min, max);
    }

    private static double Combine<T>(ReadOnlySpan<Part<T>> parts, TermMemory<T> term, Preset preset, Span<T> map)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (sum, min, max) = (0.0, T.PositiveInfinity, T.NegativeInfinity);
        foreach (var part in parts)
        {
            sum += part.Sum;
            (min, max) = (T.Min(min, part.Min), T.Max(max, part.Max));
        }

        // Per image: the shift of every channel is taken off at once.
        var joint = preset.Rescale == RescaleRule.PerImage;
        var scale = joint ? Scale(min, max, preset) : T.One;
        var shift = joint ? min * T.CreateTruncating(term.Channels) : T.Zero;
        for (var i = 0; i < map.Length && scale != T.Zero; i++)
        {
            var total = T.Zero;
            foreach (var part in parts)
                total += part.Map[i];
            map[i] += (total - shift) * scale;
        }

        return sum;
    }

    /// <summary>1/(range + ε); 0 for a constant channel without ε, which then adds nothing.</summary>
    private static T Scale<T>(T min, T max, Preset preset)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var range = max - min + T.CreateTruncating(preset.Epsilon);
        return range > T.Zero ? T.One / range : T.Zero;
    }

    private readonly record struct Part<T>(T[] Map, double Sum, T Min, T Max);
}
