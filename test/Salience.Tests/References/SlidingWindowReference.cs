using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Tests.References;

/// <summary>Pooling written out: for every output element the list of taps, found by counting.</summary>
internal sealed class SlidingWindowReference(Tensor x, SlidingWindow window)
{
    private readonly long[] _size = x.shape[2..];

    /// <summary>Applies a function to the taps of every window that fall on the input; a window without any gives zero.</summary>
    public Tensor Pool(Func<IReadOnlyList<double>, double> function, bool countPadding = false)
    {
        var values = x.contiguous().data<double>().ToArray();
        var counts = Windows();
        var channel = _size.Aggregate(1L, (a, b) => a * b);
        var result = new List<double>();
        for (var c = 0L; c < x.shape[0] * x.shape[1]; c++)
        {
            foreach (var output in Positions(counts))
            {
                var taps = Taps(output).Where(IsOnInput).Select(p => values[c * channel + Flat(p)]).ToList();
                result.Add(taps.Count == 0 && !countPadding ? double.NaN : function(taps));
            }
        }

        return tensor(result.ToArray()).view([x.shape[0], x.shape[1], .. counts]);
    }

    /// <summary>How many taps of every window fall on the input or its stated padding.</summary>
    public Tensor Counts()
    {
        var counts = Windows();
        var taps = Positions(counts).Select(o => (double)Taps(o).Count(p => p.Select((v, i) => v >= -window.Padding.Begin[i] && v < _size[i] + window.Padding.End[i]).All(b => b)));
        return tensor(taps.ToArray()).view(counts);
    }

    /// <summary>Windows along each axis, found by sliding until the window no longer fits, or no longer begins inside.</summary>
    private long[] Windows()
    {
        var counts = new long[_size.Length];
        for (var i = 0; i < counts.Length; i++)
        {
            var (first, beyond) = (-window.Padding.Begin[i], _size[i] + window.Padding.End[i]);
            var reach = (window.Kernel[i] - 1) * window.Dilations[i] + 1;
            for (var start = first; ; start += window.Strides[i])
            {
                var fits = start + reach <= beyond;
                // Rounding up takes one more window, the first that does not fit whole, if it begins on the input or its front padding.
                var last = window.RoundUp && !fits && start + reach < beyond + window.Strides[i] && start < _size[i];
                if (!fits && !last)
                    break;
                counts[i]++;
            }
        }

        return counts;
    }

    private IEnumerable<long[]> Taps(long[] output) =>
        Positions([.. window.Kernel]).Select(tap => tap.Select((t, i) => output[i] * window.Strides[i] - window.Padding.Begin[i] + t * window.Dilations[i]).ToArray());

    private bool IsOnInput(long[] position) => position.Select((p, i) => p >= 0 && p < _size[i]).All(inside => inside);

    private long Flat(long[] position) => position.Select((p, i) => (p, i)).Aggregate(0L, (flat, next) => flat * _size[next.i] + next.p);

    private static IEnumerable<long[]> Positions(long[] sizes) => sizes.Aggregate(
        (IEnumerable<long[]>)[[]],
        (all, size) => all.SelectMany(p => Enumerable.Range(0, (int)size).Select(v => (long[])[.. p, v])));
}
