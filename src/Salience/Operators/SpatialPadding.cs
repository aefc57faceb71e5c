using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>How a sliding-window operator pads its spatial axes: given amounts, or ONNX's SAME_UPPER, SAME_LOWER, VALID.</summary>
/// <param name="Mode">The rule.</param>
/// <param name="Begin">Amount before each axis, for <see cref="PaddingMode.Explicit"/>.</param>
/// <param name="End">Amount after each axis, for <see cref="PaddingMode.Explicit"/>.</param>
internal sealed record SpatialPadding(PaddingMode Mode, IReadOnlyList<long> Begin, IReadOnlyList<long> End)
{
    /// <summary>No padding over <paramref name="axes"/> spatial axes.</summary>
    public static SpatialPadding None(int axes) => new(PaddingMode.Explicit, new long[axes], new long[axes]);

    /// <summary>The same amount on both sides of each axis.</summary>
    public static SpatialPadding Symmetric(params long[] amounts) => new(PaddingMode.Explicit, amounts, amounts);

    /// <summary>The amounts for an input of the given size; SAME keeps <c>out = ⌈in / stride⌉</c>.</summary>
    public (long[] Begin, long[] End) Resolve(ReadOnlySpan<long> size, ReadOnlySpan<long> kernel, IReadOnlyList<long> strides, IReadOnlyList<long> dilations)
    {
        if (Mode == PaddingMode.Explicit)
            return ([.. Begin], [.. End]);
        var (begin, end) = (new long[kernel.Length], new long[kernel.Length]);
        for (var i = 0; Mode != PaddingMode.Valid && i < kernel.Length; i++)
        {
            var outSize = (size[i] + strides[i] - 1) / strides[i];
            var total = Math.Max(0, (outSize - 1) * strides[i] + (kernel[i] - 1) * dilations[i] + 1 - size[i]);
            // SAME_UPPER puts the odd one at the end, SAME_LOWER at the beginning.
            begin[i] = Mode == PaddingMode.SameUpper ? total / 2 : total - total / 2;
            end[i] = total - begin[i];
        }

        return (begin, end);
    }

    /// <summary>Pads the spatial axes of <c>(N, C, D…)</c> with a constant. libtorch counts axes from the last.</summary>
    public static Tensor Pad(Tensor x, ReadOnlySpan<long> begin, ReadOnlySpan<long> end, double value)
    {
        var amounts = new long[2 * begin.Length];
        for (var i = 0; i < begin.Length; i++)
            (amounts[^(2 * i + 2)], amounts[^(2 * i + 1)]) = (begin[i], end[i]);
        return nn.functional.pad(x, amounts, TorchSharp.PaddingModes.Constant, value);
    }
}

/// <summary>Rule by which amounts of padding are found.</summary>
internal enum PaddingMode
{
    /// <summary>Amounts are given.</summary>
    Explicit,

    /// <summary>Output size is the input size divided by the stride, rounded up; odd amounts go to the end.</summary>
    SameUpper,

    /// <summary>As <see cref="SameUpper"/>, odd amounts go to the beginning.</summary>
    SameLower,

    /// <summary>No padding.</summary>
    Valid,
}
