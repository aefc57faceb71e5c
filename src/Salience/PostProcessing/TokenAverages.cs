using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.PostProcessing;

/// <summary>Means that take the place of products, attention and normalisations.</summary>
internal static class TokenAverages
{
    /// <summary>The outputs; <see langword="null"/> for other operators.</summary>
    public static Tensor[]? Of(Operator operation, IReadOnlyList<Tensor?> inputs, IReadOnlyList<bool> active) => operation switch
    {
        MatMul when inputs.All(x => x!.dim() >= 2) => [Product(inputs[0]!, inputs[1]!, null, active)],
        Gemm g => [Product(g.TransposeA ? inputs[0]!.t() : inputs[0]!, g.TransposeB ? inputs[1]!.t() : inputs[1]!, inputs.Count > 2 ? inputs[2] : null, active)],
        Einsum e => [Einstein(e, inputs, active)],
        Attention a when a.Scores == AttentionScores.None && inputs[0]!.dim() == inputs[2]!.dim() => Attend(a, inputs, active),
        _ when active[0] && Statistics(operation, inputs[0]!) is { } axes => [WithStatistics(inputs[0]!, axes)],
        GroupNormalization g when active[0] => [Grouped(inputs[0]!, g.Groups)],
        _ => null,
    };

    /// <summary>Axes over which a normalisation takes statistics, where they are axes of x; no more than one output is computed for these.</summary>
    private static long[]? Statistics(Operator operation, Tensor x) => operation switch
    {
        VectorFunction { Flatten: false } f => [f.Axis],
        VectorFunction f => From(f.Axis, x),
        LayerNormalization { WithStatistics: false } n => From(n.Axis, x),
        RMSNormalization n => From(n.Axis, x),
        LpNormalization n => [n.Axis],
        MeanVarianceNormalization n => [.. n.NormalizedAxes],
        InstanceNormalization => SpatialAxes.Of(x),
        _ => null,
    };

    private static long[] From(long axis, Tensor x)
    {
        var first = Axes.Normalize(axis, x.dim());
        return [.. Enumerable.Range((int)first, (int)(x.dim() - first)).Select(i => (long)i)];
    }

    /// <summary>Half the element itself, half the mean of those it is normalised with.</summary>
    private static Tensor WithStatistics(Tensor x, long[] axes) => axes.Length == 0 ? x.alias() : (x + x.mean(axes, keepdim: true)) / 2;

    private static Tensor Grouped(Tensor x, long groups)
    {
        var rows = x.reshape(x.shape[0], groups, -1);
        return WithStatistics(rows, [2]).reshape(x.shape);
    }

    /// <summary>The mean over a row of the left factor and over a column of the right one.</summary>
    private static Tensor Product(Tensor left, Tensor right, Tensor? addend, IReadOnlyList<bool> active)
    {
        long[] shape = [.. BroadcastShape.Of(left.shape[..^2], right.shape[..^2]), left.shape[^2], right.shape[^1]];
        var parts = new List<Tensor>();
        if (active[0])
            parts.Add(left.mean([-1], keepdim: true));
        if (active[1])
            parts.Add(right.mean([-2], keepdim: true));
        if (active.Count > 2 && active[2])
            parts.Add(addend!);
        return Mean(parts, shape);
    }

    /// <summary>The mean over what is summed, for each active operand: the others are ones, and the result is divided by that of ones alone.</summary>
    private static Tensor Einstein(Einsum einsum, IReadOnlyList<Tensor?> inputs, IReadOnlyList<bool> active)
    {
        Tensor count;
        using (no_grad())
            count = einsum.Forward([.. inputs.Select(x => ones_like(x!))])[0];
        var parts = Enumerable.Range(0, inputs.Count).Where(i => active[i])
            .Select(i => einsum.Forward([.. inputs.Select((x, j) => i == j ? x : ones_like(x!.detach()))])[0] / count).ToList();
        return Mean(parts, count.shape);
    }

    /// <summary>The query's own row, and all keys and values.</summary>
    private static Tensor[]? Attend(Attention attention, IReadOnlyList<Tensor?> inputs, IReadOnlyList<bool> active)
    {
        Tensor[] outputs;
        using (no_grad())
            outputs = attention.Forward([.. inputs.Select(x => x?.detach())]);
        var parts = new List<Tensor>();
        if (active[0])
            parts.Add(inputs[0]!.dim() == 4 ? inputs[0]!.mean([1, 3], keepdim: true) : inputs[0]!.mean([2], keepdim: true));
        parts.AddRange(Enumerable.Range(1, 2).Where(i => active[i]).Select(i => inputs[i]!.mean([.. Enumerable.Range(1, (int)inputs[i]!.dim() - 1).Select(a => (long)a)], keepdim: true)));
        return parts.Count == 0 ? null : [Mean(parts, outputs[0].shape), .. outputs.Skip(1)];
    }

    private static Tensor Mean(List<Tensor> parts, long[] shape) => (parts.Aggregate((a, b) => a + b) / parts.Count).expand(shape);
}
