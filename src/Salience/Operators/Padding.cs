using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>Where <see cref="Pad"/> takes the elements from that it adds.</summary>
internal enum PadFill
{
    /// <summary>A constant, zero unless given.</summary>
    Constant,

    /// <summary>Mirrored at the first and last element, which are not repeated.</summary>
    Reflect,

    /// <summary>The first and last element repeated.</summary>
    Edge,

    /// <summary>The other end, as if the tensor repeated.</summary>
    Wrap,
}

/// <summary>
/// Adds elements before and after axes; negative amounts take elements away. Inputs: x, the amounts (all the first ones, then all the last
/// ones), optionally the constant and the axes.
/// </summary>
/// <remarks>Linear in x; a constant other than zero is an explicit bias.</remarks>
internal sealed class Pad(PadFill fill = PadFill.Constant) : SingleOutputOperator
{
    public PadFill Fill => fill;

    public override OperatorKind Kind => OperatorKind.Affine;

    public override BiasKind BiasOf(IReadOnlyList<bool> active) =>
        !active[0] || (fill == PadFill.Constant && active.Count > 2 && !active[2]) ? BiasKind.Explicit : BiasKind.None;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var x = inputs[0]!;
        var (begin, end) = Amounts(inputs, x.dim());
        if (fill == PadFill.Constant)
            return (Constant(x, begin, end, inputs.Count > 2 ? inputs[2] : null)).MoveToOuterDisposeScope();
        for (var axis = 0; axis < begin.Length; axis++)
        {
            if (begin[axis] != 0 || end[axis] != 0)
                x = x.index_select(axis, tensor(Positions(x.shape[axis], begin[axis], end[axis]), device: x.device));
        }

        return x.alias().MoveToOuterDisposeScope();
    }

    protected override Tensor? ComputeBias(OperatorCall call)
    {
        if (call.IsActive(0) && (call.Inputs.Count < 3 || call.Inputs[2] is null))
            return null;
        using var scope = NewDisposeScope();
        var zeroed = call.Inputs.Select((x, i) => call.IsActive(i) ? zeros_like(x!) : x).ToArray();
        return Compute(zeroed).MoveToOuterDisposeScope();
    }

    private static (long[] Begin, long[] End) Amounts(IReadOnlyList<Tensor?> inputs, long rank)
    {
        var amounts = IntegerList.Of(inputs[1]!);
        var axes = IntegerList.OfOptional(inputs, 3) is { } given ? Axes.Normalize(given, rank) : [.. Enumerable.Range(0, (int)rank).Select(i => (long)i)];
        if (amounts.Length != 2 * axes.Length)
            throw new ArgumentException($"Pad has {amounts.Length} amounts for {axes.Length} axes; it needs two for each.");
        var (begin, end) = (new long[rank], new long[rank]);
        for (var i = 0; i < axes.Length; i++)
            (begin[axes[i]], end[axes[i]]) = (amounts[i], amounts[axes.Length + i]);
        return (begin, end);
    }

    private static Tensor Constant(Tensor x, long[] begin, long[] end, Tensor? value)
    {
        if (value is null || !value.requires_grad)
        {
            using var scalar = value?.detach().to_type(ScalarType.Float64);
            return SpatialPadding.Pad(x, begin, end, scalar?.item<double>() ?? 0);
        }

        using var scope = NewDisposeScope();
        var added = SpatialPadding.Pad(zeros_like(x), begin, end, 1);
        return (SpatialPadding.Pad(x, begin, end, 0) + added * value.reshape([])).MoveToOuterDisposeScope();
    }

    /// <summary>For every element after padding the position it is taken from.</summary>
    private long[] Positions(long size, long begin, long end)
    {
        // Elements taken away at one end are not there to be mirrored or repeated at the other.
        var (first, count) = (Math.Max(0, -begin), size + Math.Min(0, begin) + Math.Min(0, end));
        if (count <= 0)
            throw new ArgumentException($"Pad leaves nothing of an axis of size {size} to copy from.");
        var positions = new long[size + begin + end];
        var start = -Math.Max(0, begin);
        for (var i = 0; i < positions.Length; i++)
            positions[i] = first + Source(start + i, count);
        return positions;
    }

    private long Source(long position, long count) => fill switch
    {
        PadFill.Edge => Math.Clamp(position, 0, count - 1),
        PadFill.Wrap => (position % count + count) % count,
        _ => Mirror(position, count),
    };

    private static long Mirror(long position, long count)
    {
        if (count == 1)
            return 0;
        var period = 2 * (count - 1);
        var within = (position % period + period) % period;
        return within < count ? within : period - within;
    }
}

/// <summary>Cuts or pads with zeros, equally at both ends, to the sizes in the second input. Linear, no bias.</summary>
internal sealed class CenterCropPad(IReadOnlyList<long>? axes = null) : SingleOutputOperator
{
    public IReadOnlyList<long>? ChosenAxes => axes;

    public override OperatorKind Kind => OperatorKind.Linear;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var x = inputs[0]!;
        var sizes = IntegerList.Of(inputs[1]!);
        var chosen = axes is null ? [.. Enumerable.Range(0, (int)x.dim()).Select(i => (long)i)] : Axes.Normalize(axes, x.dim());
        if (sizes.Length != chosen.Length)
            throw new ArgumentException($"CenterCropPad has {sizes.Length} sizes for {chosen.Length} axes.");
        var (begin, end) = (new long[x.dim()], new long[x.dim()]);
        for (var i = 0; i < sizes.Length; i++)
        {
            // Division rounds towards zero: the odd element is added or taken at the end.
            var total = sizes[i] - x.shape[chosen[i]];
            begin[chosen[i]] = total / 2;
            end[chosen[i]] = total - total / 2;
        }

        return SpatialPadding.Pad(x, begin, end, 0).MoveToOuterDisposeScope();
    }
}
