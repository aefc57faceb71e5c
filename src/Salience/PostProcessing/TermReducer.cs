using System.Numerics;

namespace Salience.PostProcessing;

/// <summary>Reduces terms <c>(N, C, H·W)</c> to maps <c>(N, H·W)</c>; memory is read once, a second time from the cache where channels are rescaled.</summary>
/// <remarks>
/// Channels are cut into a number of blocks that depends on the size alone, each with a sum of its own, and the blocks are
/// added in order: the result is the same whatever the number of threads. Rescaling an image's whole term commutes with the sum over channels
/// (<c>Σ_c (v_c − m)/r = (Σ_c v_c − C·m)/r</c>), so a term is never stored. Not for use by several threads at once.
/// </remarks>
/// <param name="composition">Sign and rescale rule; channels are summed.</param>
/// <param name="threads">Threads to use; as many as libtorch where <see langword="null"/>.</param>
internal sealed class TermReducer<T>(MapComposition composition, int? threads = null)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int ElementsPerBlock = 1 << 16;
    private const int MaxBlocks = 8;

    private readonly int _threads = threads ?? TorchSharp.torch.get_num_threads();
    private T[] _sums = [];

    /// <summary>Adds the reduced term of every image to <paramref name="maps"/>.</summary>
    /// <param name="term">Gradient and bias in memory.</param>
    /// <param name="maps">One map for each image, <c>N·H·W</c>; empty where only the sums are wanted.</param>
    /// <returns>The signed sum of the term for each image.</returns>
    public double[] Reduce(TermMemory<T> term, T[] maps)
    {
        var work = (composition.Sign, term.BiasPerChannel) switch
        {
            (SignRule.Absolute, true) => (Block)Sum<Yes, Yes>,
            (SignRule.Absolute, false) => Sum<Yes, No>,
            (_, true) => Sum<No, Yes>,
            _ => Sum<No, No>,
        };
        var totals = new double[term.Images];
        for (var image = 0; image < totals.Length; image++)
            totals[image] = ReduceImage(term, image, work, maps.Length > 0 ? maps.AsSpan((int)(image * term.Places), (int)term.Places) : default);
        return totals;
    }

    private double ReduceImage(TermMemory<T> term, int image, Block work, Span<T> map)
    {
        var places = map.Length;
        var size = term.Channels * term.Places;
        var parts = new Statistics<T>[(int)Math.Clamp(size / ElementsPerBlock, 1, Math.Min(MaxBlocks, term.Channels))];
        if (_sums.Length < parts.Length * places)
            _sums = new T[parts.Length * places];
        Array.Clear(_sums, 0, parts.Length * places);
        void Work(int i) => parts[i] = work(term, image, term.Channels * i / parts.Length, term.Channels * (i + 1) / parts.Length, _sums.AsSpan(i * places, places));
        SharedThreads.Run(parts.Length, _threads, Work);
        return Merge(parts, term.Channels, map);
    }

    /// <summary>Sums the channels from <paramref name="first"/> up to <paramref name="end"/> into a map of their own.</summary>
    private Statistics<T> Sum<TSign, TBias>(TermMemory<T> term, int image, long first, long end, Span<T> map)
        where TSign : struct, ISwitch
        where TBias : struct, ISwitch
    {
        var all = new Statistics<T>(0, T.PositiveInfinity, T.NegativeInfinity);
        Span<T> shifts = stackalloc T[4], scales = stackalloc T[4];
        for (var c = first; c < end; c += 4)
        {
            var count = (int)Math.Min(4, end - c);
            for (var k = 0; k < count; k++)
            {
                var found = ChannelKernel<T, TSign, TBias>.Measure(term.Gradient(image, c + k), term.Bias(image, c + k));
                all = new Statistics<T>(all.Sum + found.Sum, T.Min(all.Min, found.Min), T.Max(all.Max, found.Max));
                (shifts[k], scales[k]) = composition.Rescale == RescaleRule.PerChannel ? (found.Min, Scale(found.Min, found.Max)) : (T.Zero, T.One);
            }

            if (map.Length > 0 && count == 4)
                ChannelKernel<T, TSign, TBias>.AddFour(term.Gradient(image, c, 4), term.Bias(image, c, 4), shifts, scales, map);
            for (var k = 0; map.Length > 0 && count < 4 && k < count; k++)
                ChannelKernel<T, TSign, TBias>.Add(term.Gradient(image, c + k), term.Bias(image, c + k), shifts[k], scales[k], map);
        }

        return all;
    }

    private double Merge(ReadOnlySpan<Statistics<T>> parts, long channels, Span<T> map)
    {
        var (sum, min, max) = (0.0, T.PositiveInfinity, T.NegativeInfinity);
        foreach (var part in parts)
            (sum, min, max) = (sum + part.Sum, T.Min(min, part.Min), T.Max(max, part.Max));

        // Per image: the shift of every channel is taken off at once.
        var joint = composition.Rescale == RescaleRule.PerImage;
        var scale = joint ? Scale(min, max) : T.One;
        var shift = joint ? min * T.CreateTruncating(channels) : T.Zero;
        ReadOnlySpan<T> one = [T.One];
        for (var k = 1; k < parts.Length; k++)
            ChannelKernel<T, No, Yes>.Add(_sums.AsSpan(k * map.Length, map.Length), one, T.Zero, T.One, _sums.AsSpan(0, map.Length));
        if (scale != T.Zero)
            ChannelKernel<T, No, Yes>.Add(_sums.AsSpan(0, map.Length), one, shift, scale, map);
        return sum;
    }

    /// <summary>1/(range + ε); 0 for a constant channel without ε, which then adds nothing.</summary>
    private T Scale(T min, T max)
    {
        var range = max - min + T.CreateTruncating(composition.Epsilon);
        return range > T.Zero ? T.One / range : T.Zero;
    }

    private delegate Statistics<T> Block(TermMemory<T> term, int image, long first, long end, Span<T> map);
}
