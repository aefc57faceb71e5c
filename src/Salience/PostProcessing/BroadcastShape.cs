namespace Salience.PostProcessing;

/// <summary>The shape that values have together. TorchSharp 0.107 has one that refuses shapes of different rank.</summary>
internal static class BroadcastShape
{
    /// <summary>The shape to which all broadcast; each axis, counted from the last, is the largest that one of them has.</summary>
    public static long[] Of(params IReadOnlyList<long[]> shapes)
    {
        var result = new long[shapes.Max(s => s.Length)];
        for (var i = 1; i <= result.Length; i++)
        {
            // A size of 0 wins over 1.
            var sizes = shapes.Where(s => s.Length >= i).Select(s => s[^i]).ToList();
            result[^i] = sizes.Contains(0) ? 0 : sizes.Max();
        }

        return result;
    }
}
