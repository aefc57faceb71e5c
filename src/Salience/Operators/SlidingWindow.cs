using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>The window that a pooling operator slides over the spatial axes of <c>(N, C, D…)</c>.</summary>
internal sealed record SlidingWindow
{
    /// <summary>Number of taps along each axis.</summary>
    public required IReadOnlyList<long> Kernel { get; init; }

    public required IReadOnlyList<long> Strides { get; init; }

    public required IReadOnlyList<long> Dilations { get; init; }

    public required SpatialPadding Padding { get; init; }

    /// <summary>Whether a last window that leaves the padded input counts, as long as it begins inside the input or its front padding.</summary>
    public bool RoundUp { get; init; }

    /// <summary>Number of spatial axes.</summary>
    public int Rank => Kernel.Count;

    /// <summary>Where the windows lie on an input of the given spatial size.</summary>
    public WindowLayout LayOut(ReadOnlySpan<long> size)
    {
        if (size.Length != Rank)
            throw new ArgumentException($"A window over {Rank} axes cannot slide over an input of {size.Length} spatial axes.");
        var (begin, end) = Padding.Resolve(size, [.. Kernel], Strides, Dilations);
        var count = new long[Rank];
        for (var i = 0; i < Rank; i++)
        {
            var room = size[i] + begin[i] + end[i] - Reach(i);
            if (room < 0)
                throw new ArgumentException($"A window of {Reach(i)} positions does not fit into the {size[i] + begin[i] + end[i]} of spatial axis {i}.");
            var up = RoundUp && Padding.Mode == PaddingMode.Explicit;
            count[i] = (room + (up ? Strides[i] - 1 : 0)) / Strides[i] + 1;
            if (up && (count[i] - 1) * Strides[i] >= size[i] + begin[i])
                count[i]--;
        }

        return new WindowLayout(this, size.ToArray(), begin, end, count);
    }

    /// <summary>Positions from the first tap to the last along an axis.</summary>
    public long Reach(int axis) => (Kernel[axis] - 1) * Dilations[axis] + 1;
}

/// <summary>The windows on an input of a known size.</summary>
/// <param name="Window">The window.</param>
/// <param name="Size">Spatial sizes of the input.</param>
/// <param name="Begin">Padding before each axis.</param>
/// <param name="End">Padding after each axis, as stated by the model; the last window may reach further.</param>
/// <param name="Count">Windows along each axis: the output's spatial sizes.</param>
internal sealed record WindowLayout(SlidingWindow Window, long[] Size, long[] Begin, long[] End, long[] Count)
{
    /// <summary>Whether libtorch's pooling functions take the padding: the same on both sides and at most half the kernel.</summary>
    public bool IsSymmetric
    {
        get
        {
            for (var i = 0; i < Begin.Length; i++)
            {
                if (Begin[i] != End[i] || Begin[i] > Window.Kernel[i] / 2)
                    return false;
            }

            return true;
        }
    }

    /// <summary>The input padded, or cut where no window reaches, so that the windows cover it exactly.</summary>
    public Tensor Cover(Tensor x, double value)
    {
        var end = new long[Begin.Length];
        for (var i = 0; i < end.Length; i++)
            end[i] = (Count[i] - 1) * Window.Strides[i] + Window.Reach(i) - Size[i] - Begin[i];
        return SpatialPadding.Pad(x, Begin, end, value);
    }

    /// <summary>The sum over every window of the input, padding being zero. Axes are summed one after another.</summary>
    public Tensor Sum(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = Cover(x, 0);
        for (var i = 0; i < Begin.Length; i++)
        {
            var windows = y.unfold(2 + i, Window.Reach(i), Window.Strides[i]);
            y = (Window.Dilations[i] == 1 ? windows : windows.slice(-1, 0, Window.Reach(i), Window.Dilations[i])).sum(-1);
        }

        return y.MoveToOuterDisposeScope();
    }

    /// <summary>How many taps of every window fall on the input, or on the input and its stated padding: <c>(1, 1, D…)</c>.</summary>
    public Tensor CountTaps(bool includePadding, ScalarType type, Device device)
    {
        using var scope = NewDisposeScope();
        var product = ones([1, 1], type, device);
        for (var i = 0; i < Begin.Length; i++)
        {
            var (low, high) = includePadding ? (-Begin[i], Size[i] + End[i]) : (0, Size[i]);
            var taps = new long[Count[i]];
            for (var o = 0L; o < taps.Length; o++)
            {
                for (var t = 0L; t < Window.Kernel[i]; t++)
                {
                    var position = o * Window.Strides[i] - Begin[i] + t * Window.Dilations[i];
                    taps[o] += position >= low && position < high ? 1 : 0;
                }
            }

            product = product.unsqueeze(-1) * tensor(taps, device: device).to_type(type);
        }

        return product.MoveToOuterDisposeScope();
    }
}
