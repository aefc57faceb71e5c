using System.Buffers;

namespace Salience.Evaluation.Statistics;

/// <summary>The order of many figures, found by sorting their digits (radix sort), in time proportional to their number.</summary>
internal static class DigitSort
{
    private const int DigitBits = 11;
    private const int Digits = 1 << DigitBits;
    private const int Passes = (64 + DigitBits - 1) / DigitBits;
    private const ulong Sign = 1UL << 63;

    /// <summary>Which figure comes first, second and so on, from the smallest; equal ones in the order they have. NaN comes before all others.</summary>
    /// <param name="values">The figures.</param>
    /// <param name="into">As many numbers as there are figures.</param>
    public static void Order(ReadOnlySpan<double> values, Span<int> into)
    {
        var count = values.Length;
        // Borrowed: arrays of this size, made anew for every map, would cost more than the sorting.
        var (keys, nextKeys) = (ArrayPool<ulong>.Shared.Rent(count), ArrayPool<ulong>.Shared.Rent(count));
        var (order, nextOrder) = (ArrayPool<int>.Shared.Rent(count), ArrayPool<int>.Shared.Rent(count));
        var counts = new int[Passes * Digits];
        for (var i = 0; i < count; i++)
        {
            var key = Key(values[i]);
            (keys[i], order[i]) = (key, i);
            for (var pass = 0; pass < Passes; pass++)
                counts[pass * Digits + Digit(key, pass)]++;
        }

        for (var pass = 0; pass < Passes && count > 0; pass++)
        {
            var places = counts.AsSpan(pass * Digits, Digits);
            // Values that were single precision end in zeros: nothing to sort by.
            if (places[Digit(keys[0], pass)] == count)
                continue;
            var before = 0;
            foreach (ref var place in places)
                (place, before) = (before, before + place);
            for (var i = 0; i < count; i++)
            {
                var place = places[Digit(keys[i], pass)]++;
                (nextKeys[place], nextOrder[place]) = (keys[i], order[i]);
            }

            (keys, nextKeys) = (nextKeys, keys);
            (order, nextOrder) = (nextOrder, order);
        }

        order.AsSpan(0, count).CopyTo(into);
        ArrayPool<ulong>.Shared.Return(keys);
        ArrayPool<ulong>.Shared.Return(nextKeys);
        ArrayPool<int>.Shared.Return(order);
        ArrayPool<int>.Shared.Return(nextOrder);
    }

    /// <summary>A whole number that orders as the figure does; −0 is 0.</summary>
    private static ulong Key(double value)
    {
        if (double.IsNaN(value))
            return 0;
        var bits = BitConverter.DoubleToUInt64Bits(value + 0.0);
        return (bits & Sign) == 0 ? bits | Sign : ~bits;
    }

    private static int Digit(ulong key, int pass) => (int)(key >> (pass * DigitBits)) & (Digits - 1);
}
