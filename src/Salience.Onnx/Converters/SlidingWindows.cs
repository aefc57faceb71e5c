using Salience.Onnx.Conversion;
using Salience.Operators;

namespace Salience.Onnx.Converters;

/// <summary>The attributes that convolutions and pooling share: auto_pad, dilations, kernel_shape, pads, strides.</summary>
internal static class SlidingWindows
{
    /// <summary>Number of spatial axes, from whatever says so first.</summary>
    /// <param name="c">The node.</param>
    /// <param name="ranked">Inputs with two axes more than there are spatial ones.</param>
    public static int SpatialRank(ConversionContext c, params ReadOnlySpan<int> ranked)
    {
        if ((c.Node.GetInts("kernel_shape") ?? c.Node.GetInts("strides") ?? c.Node.GetInts("dilations")) is { } listed)
            return listed.Length;
        foreach (var index in ranked)
        {
            if (c.RankOf(index) is { } rank and > 2)
                return rank - 2;
        }

        throw ConversionContext.Unsupported("the number of spatial axes is not known; give kernel_shape");
    }

    /// <summary>A list with one entry for each spatial axis, ones where the attribute is absent.</summary>
    public static long[] PerAxis(ConversionContext c, string name, int rank, long otherwise = 1)
    {
        var values = c.Node.GetInts(name) ?? Enumerable.Repeat(otherwise, rank).ToArray();
        return values.Length == rank ? values : throw c.Node.Fault($"has {values.Length} entries in '{name}' for {rank} spatial axes.");
    }

    /// <summary>Strides or dilations, which must be positive.</summary>
    public static long[] Steps(ConversionContext c, string name, int rank)
    {
        var values = PerAxis(c, name, rank);
        return Array.TrueForAll(values, v => v > 0) ? values : throw c.Node.Fault($"has an entry below 1 in '{name}'.");
    }

    /// <summary>auto_pad and pads, which hold all the first amounts and then all the last ones.</summary>
    public static SpatialPadding Padding(ConversionContext c, int rank)
    {
        var pads = c.Node.GetInts("pads") ?? new long[2 * rank];
        if (pads.Length != 2 * rank)
            throw c.Node.Fault($"has {pads.Length} entries in 'pads' for {rank} spatial axes; two for each are needed.");
        var mode = c.Node.GetString("auto_pad", "NOTSET") switch
        {
            "NOTSET" or "" => PaddingMode.Explicit,
            "SAME_UPPER" => PaddingMode.SameUpper,
            "SAME_LOWER" => PaddingMode.SameLower,
            "VALID" => PaddingMode.Valid,
            var other => throw ConversionContext.Unsupported($"auto_pad is '{other}'; NOTSET, SAME_UPPER, SAME_LOWER and VALID are supported"),
        };
        return new SpatialPadding(mode, pads[..rank], pads[rank..]);
    }

    /// <summary>The window of a pooling operator.</summary>
    /// <param name="c">The node.</param>
    /// <param name="dilated">Whether the version has dilations.</param>
    /// <param name="roundable">Whether the version has ceil_mode.</param>
    public static SlidingWindow Window(ConversionContext c, bool dilated, bool roundable)
    {
        var kernel = c.Node.GetInts("kernel_shape") ?? throw c.Node.Fault("has no attribute 'kernel_shape', which its operator needs.");
        if (!Array.TrueForAll(kernel, k => k > 0))
            throw c.Node.Fault("has an entry below 1 in 'kernel_shape'.");
        return new SlidingWindow
        {
            Kernel = kernel,
            Strides = Steps(c, "strides", kernel.Length),
            Dilations = dilated ? Steps(c, "dilations", kernel.Length) : Enumerable.Repeat(1L, kernel.Length).ToArray(),
            Padding = Padding(c, kernel.Length),
            RoundUp = roundable && c.Node.GetInt("ceil_mode", 0) != 0,
        };
    }
}
