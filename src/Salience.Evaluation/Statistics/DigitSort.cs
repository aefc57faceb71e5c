using System.Buffers;

namespace Salience.Evaluation.Statistics;

/// <summary>The order of many figures, found by sorting their digits (radix sort), in time proportional to their number.</summary>
internal static class DigitSort
{
    private const int DigitBits = 11;
    private const int Digits = 1 << DigitBits;
    private const int Passes = (64 + DigitBits - 1) / DigitBits;
    private const int SinglePasses = (32 + DigitBits - 1) / DigitBits;
    private const ulong Sign = 1UL << 63;
    private const uint SingleSign = 1U << 31;

    /// <summary>Which figure comes first, second and so on, from the smallest; equal ones in the order they have. NaN comes before all others.</summary>
    /// <param name="values">The figures.</param>
    /// <param name="into">As many numbers as there are figures.</param>
    public static void Order(ReadOnlySpan<double> values, Span<int> into)
    {
        if (AreSingle(values))
            OrderSingle(values, into);
        else
            OrderDouble(values, into);
    }

    private static bool AreSingle(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            if ((float)value != value)
                return false;
        }

        return true;
    }

    // Key and number together are one word: half as much to move as for doubles, in half as many passes.
    private static void OrderSingle(ReadOnlySpan<double> values, Span<int> into)
    {
        var count = values.Length;
        var (words, next) = (ArrayPool<ulong>.Shared.Rent(count), ArrayPool<ulong>.Shared.Rent(count));
        var counts = new int[SinglePasses * Digits];
        for (var i = 0; i < count; i++)
        {
            var key = Key((float)values[i]);
            words[i] = (ulong)key << 32 | (uint)i;
            for (var pass = 0; pass < SinglePasses; pass++)
                counts[pass * Digits + Digit(key, pass)]++;
        }

        for (var pass = 0; pass < SinglePasses && count > 0; pass++)
        {
            var places = counts.AsSpan(pass * Digits, Digits);
            if (!Begin(places, Digit(words[0] >> 32, pass), count))
                continue;
            foreach (var word in words.AsSpan(0, count))
                next[places[Digit(word >> 32, pass)]++] = word;
            (words, next) = (next, words);
        }

        for (var i = 0; i < count; i++)
            into[i] = (int)(uint)words[i];
        ArrayPool<ulong>.Shared.Return(words);
        ArrayPool<ulong>.Shared.Return(next);
    }

    private static void OrderDouble(ReadOnlySpan<double> values, Span<int> into)
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
            if (!Begin(places, Digit(keys[0], pass), count))
                continue;
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

    /// <summary>Makes of counts of digits the place where each begins.</summary>
    /// <returns>Whether there is anything to sort by: not where all have the first one's digit.</returns>
    private static bool Begin(Span<int> places, int first, int count)
    {
        if (places[first] == count)
            return false;
        var before = 0;
        foreach (ref var place in places)
            (place, before) = (before, before + place);
        return true;
    }

    private static uint Key(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value + 0f);
        return (bits & SingleSign) == 0 ? bits | SingleSign : ~bits;
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
