using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>
/// Adds blocks back into the image they were cut from, overlaps summed: <c>(N, C·∏k, L)</c> to <c>(N, C, D…)</c>; inputs: the columns, the
/// image's spatial sizes, the block's sizes. Linear, no bias.
/// </summary>
internal sealed class Col2Im(IReadOnlyList<long>? strides = null, IReadOnlyList<long>? dilations = null, IReadOnlyList<long>? pads = null) : SingleOutputOperator
{
    public IReadOnlyList<long>? Strides => strides;

    public IReadOnlyList<long>? Dilations => dilations;

    public IReadOnlyList<long>? Pads => pads;

    public override OperatorKind Kind => OperatorKind.Linear;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var (x, image, block) = (inputs[0]!, IntegerList.Of(inputs[1]!), IntegerList.Of(inputs[2]!));
        var rank = image.Length;
        var (begin, padded) = (new long[rank], new long[rank]);
        // The position in the padded image of every tap (first axes) of every block (last axes).
        var flat = zeros(Enumerable.Repeat(1L, 2 * rank).ToArray(), ScalarType.Int64, x.device);
        for (var i = 0; i < rank; i++)
        {
            var (stride, dilation) = (strides?[i] ?? 1, dilations?[i] ?? 1);
            begin[i] = pads?[i] ?? 0;
            padded[i] = image[i] + begin[i] + (pads?[rank + i] ?? 0);
            var count = (padded[i] - (block[i] - 1) * dilation - 1) / stride + 1;
            var taps = (arange(block[i], ScalarType.Int64, x.device) * dilation).view(Shape(rank, i, block[i]));
            var starts = (arange(count, ScalarType.Int64, x.device) * stride).view(Shape(rank, rank + i, count));
            flat = flat * padded[i] + (taps + starts);
        }

        var channels = x.shape[1] / block.Aggregate(1L, (a, b) => a * b);
        var source = x.reshape(x.shape[0], channels, -1);
        var sum = zeros([x.shape[0], channels, padded.Aggregate(1L, (a, b) => a * b)], x.dtype, x.device).index_add(2, flat.flatten(), source, 1);
        var end = image.Select((size, i) => size + begin[i] - padded[i]).ToArray();
        var y = sum.view([x.shape[0], channels, .. padded]);
        return SpatialPadding.Pad(y, [.. begin.Select(b => -b)], end, 0).MoveToOuterDisposeScope();
    }

    private static long[] Shape(int rank, int axis, long size) => [.. Enumerable.Range(0, 2 * rank).Select(a => a == axis ? size : 1)];
}
