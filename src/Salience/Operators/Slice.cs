using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>Cuts a box with steps out of x; inputs x, starts, ends, and optionally axes and steps.</summary>
/// <remarks>Negative bounds count from the end and every bound is clamped to the axis, as in Python; a negative step walks backwards.</remarks>
internal sealed class Slice : StructuralOperator
{
    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var y = inputs[0]!.alias();
        var (starts, ends) = (IntegerList.Of(inputs[1]!), IntegerList.Of(inputs[2]!));
        var axes = IntegerList.OfOptional(inputs, 3) ?? Enumerable.Range(0, starts.Length).Select(i => (long)i).ToArray();
        var steps = IntegerList.OfOptional(inputs, 4) ?? Enumerable.Repeat(1L, starts.Length).ToArray();
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length)
            throw new ArgumentException($"Slice has {starts.Length} starts, {ends.Length} ends, {axes.Length} axes and {steps.Length} steps.");
        for (var i = 0; i < starts.Length; i++)
            y = Cut(y, Axes.Normalize(axes[i], y.dim()), starts[i], ends[i], steps[i]);
        return y.MoveToOuterDisposeScope();
    }

    private static Tensor Cut(Tensor x, long axis, long start, long end, long step)
    {
        var size = x.shape[axis];
        if (step == 0)
            throw new ArgumentException("Slice has a step of 0.");
        if (step > 0)
        {
            var first = Math.Clamp(start < 0 ? start + size : start, 0, size);
            var last = Math.Clamp(end < 0 ? end + size : end, first, size);
            return x.slice(axis, first, last, Math.Min(step, Math.Max(size, 1)));
        }

        // libtorch has no negative step: cut the same elements forwards and turn them round.
        var top = Math.Clamp(start < 0 ? start + size : start, -1, size - 1);
        var below = Math.Clamp(end < 0 ? end + size : end, -1, top);
        var stride = step < -size ? Math.Max(size, 1) : -step;
        var count = (top - below + stride - 1) / stride;
        return count == 0 ? x.narrow(axis, 0, 0) : x.slice(axis, top - (count - 1) * stride, top + 1, stride).flip(axis);
    }
}
