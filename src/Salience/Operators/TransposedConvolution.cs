using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>Transposed convolution over one to three spatial axes, <c>(N, C, D…)</c> by <c>(C, M/groups, k…)</c>, with an optional bias <c>(M)</c>.</summary>
/// <remarks>
/// The full product has <c>s(in − 1) + (k − 1)d + 1</c> positions an axis; padding takes positions away at both ends and output padding
/// adds positions at the end that hold the bias only.
/// </remarks>
internal sealed class ConvTranspose : SingleOutputOperator
{
    /// <summary>What is taken away from the full product.</summary>
    public required SpatialPadding Padding { get; init; }

    public required IReadOnlyList<long> Strides { get; init; }

    public required IReadOnlyList<long> Dilations { get; init; }

    /// <summary>Positions added at the end of each axis.</summary>
    public required IReadOnlyList<long> OutputPadding { get; init; }

    /// <summary>Sizes of the output's spatial axes where the model states them; the padding then follows from them.</summary>
    public IReadOnlyList<long>? OutputShape { get; init; }

    public long Groups { get; init; } = 1;

    public override OperatorKind Kind => OperatorKind.Affine;

    public override BiasKind BiasOf(IReadOnlyList<bool> active) => ChannelBias.Of(active);

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var (x, w, b) = (inputs[0]!, inputs[1]!, inputs.Count > 2 ? inputs[2] : null);
        var (begin, end) = Crop(x.shape.AsSpan(2), w.shape.AsSpan(2));
        var added = begin.Zip(end, (first, last) => first - last).ToArray();
        var direct = true;
        for (var i = 0; i < begin.Length; i++)
            direct &= begin[i] >= 0 && added[i] >= 0 && added[i] < Math.Max(Strides[i], Dilations[i]);
        if (direct)
            return Product(x, w, b, begin, added).MoveToOuterDisposeScope();
        var none = new long[begin.Length];
        var full = Product(x, w, null, none, none);
        var y = SpatialPadding.Pad(full, [.. begin.Select(v => -v)], [.. end.Select(v => -v)], 0);
        return (b is null ? y : y + b.view([1, -1, .. Enumerable.Repeat(1L, begin.Length)])).MoveToOuterDisposeScope();
    }

    protected override Tensor? ComputeBias(OperatorCall call) => ChannelBias.Compute(call);

    /// <summary>Positions to take away before and after each axis, the output padding already subtracted from the latter.</summary>
    private (long[] Begin, long[] End) Crop(ReadOnlySpan<long> size, ReadOnlySpan<long> kernel)
    {
        var (begin, end) = (new long[kernel.Length], new long[kernel.Length]);
        for (var i = 0; i < kernel.Length; i++)
        {
            if (OutputShape is null && Padding.Mode is PaddingMode.Explicit or PaddingMode.Valid)
            {
                var given = Padding.Mode == PaddingMode.Explicit;
                (begin[i], end[i]) = (given ? Padding.Begin[i] : 0, (given ? Padding.End[i] : 0) - OutputPadding[i]);
                continue;
            }

            var wanted = OutputShape?[i] ?? size[i] * Strides[i];
            var total = Strides[i] * (size[i] - 1) + (kernel[i] - 1) * Dilations[i] + 1 + OutputPadding[i] - wanted;
            // SAME_UPPER takes the odd position from the end, every other rule from the beginning. What is missing is added at the end.
            var cut = Math.Max(0, total);
            begin[i] = Padding.Mode == PaddingMode.SameUpper ? cut / 2 : cut - cut / 2;
            end[i] = total - begin[i] - OutputPadding[i];
        }

        return (begin, end);
    }

    private Tensor Product(Tensor x, Tensor w, Tensor? b, long[] padding, long[] added)
    {
        var (s, d) = (Strides.ToArray(), Dilations.ToArray());
        return FilledBlocks.Convolve(x, w, b, Groups, transposed: true, (input, weight, bias, groups) => padding.Length switch
        {
            1 => nn.functional.conv_transpose1d(input, weight, bias, s[0], padding[0], added[0], d[0], groups),
            2 => nn.functional.conv_transpose2d(input, weight, bias, s, padding, added, d, groups),
            3 => nn.functional.conv_transpose3d(input, weight, bias, s, padding, added, d, groups),
            var n => throw new ArgumentException($"Transposed convolution over {n} spatial axes is not supported; 1 to 3 are."),
        });
    }
}
