using Salience.Operators;
using Salience.Tests.References;
using TorchSharp;
using static Salience.Tests.Operators.OperatorIdentity;
using static Salience.Tests.Operators.OperatorRuns;
using static Salience.Tests.Operators.TensorAssert;
using static TorchSharp.torch;

namespace Salience.Tests.Operators;

/// <summary>Pooling against windows written out tap by tap.</summary>
[NoTensorLeaks]
public class PoolingTests
{
    // Kernel, stride, dilation, padding before and after, whether the last window is rounded up: the same on every axis.
    public static TheoryData<long, long, long, long, long, bool> Windows => new()
    {
        { 2, 2, 1, 0, 0, false },
        { 3, 2, 1, 1, 1, true },
        { 3, 2, 1, 0, 2, true },
        { 2, 1, 3, 1, 0, false },
        { 3, 3, 1, 1, 1, true },
        { 2, 3, 2, 1, 1, true },
        { 1, 4, 1, 0, 0, true },
    };

    [Theory]
    [MemberData(nameof(Windows))]
    public void Windows_hold_what_the_definition_says_on_one_to_three_axes(long kernel, long stride, long dilation, long begin, long end, bool up)
    {
        for (var rank = 1; rank <= 3; rank++)
        {
            using var scope = NewDisposeScope();
            var x = Normal(7, [2, 2, .. new long[] { 8, 7, 9 }[..rank]]);
            var window = Window(rank, kernel, stride, dilation, begin, end, up);
            var reference = new SlidingWindowReference(x, window);
            Close(reference.Pool(taps => taps.Max()), Run(new MaxPool(window), x));
            Close(reference.Pool(taps => taps.Average()), Run(new AveragePool(window), x));
            Close(reference.Pool(taps => taps.Sum(), countPadding: true), Run(new AveragePool(window, countPadding: true), x) * reference.Counts());
            Close(reference.Pool(taps => Math.Pow(taps.Sum(v => Math.Pow(Math.Abs(v), 3)), 1.0 / 3)), Run(new LpPool(window, 3), x));
        }
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void Positions_point_at_the_maxima_in_either_order(long kernel, long stride, long dilation, long begin, long end, bool up)
    {
        for (var rank = 1; rank <= 3; rank++)
        {
            using var scope = NewDisposeScope();
            var x = Normal(8, [2, 3, .. new long[] { 8, 7, 9 }[..rank]]);
            var window = Window(rank, kernel, stride, dilation, begin, end, up);
            var rows = new MaxPool(window, withIndices: true).Forward([x]);
            Close(rows[0], x.flatten().index_select(0, rows[1].flatten()).view(rows[0].shape));
            // Counting the first axis fastest is counting the last one fastest in the reversed tensor.
            var columns = new MaxPool(window, withIndices: true, columnMajor: true).Forward([x]);
            var reversed = x.permute([0, 1, .. Enumerable.Range(0, rank).Select(i => (long)(1 + rank - i))]).flatten();
            Close(columns[0], reversed.index_select(0, columns[1].flatten()).view(columns[0].shape));
        }
    }

    [Fact]
    public void Small_integers_are_pooled_as_integers()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new byte[] { 1, 200, 3, 255, 5, 6 }).view(1, 1, 6);
        var y = Run(new MaxPool(Window(1, 2, 2, 1, 0, 0, false)), x);
        Assert.Equal(ScalarType.Byte, y.dtype);
        Equal([1, 1, 3], [200, 255, 6], y);
    }

    [Fact]
    public void Unpooling_puts_values_back_where_they_were()
    {
        using var scope = NewDisposeScope();
        var x = Normal(9, 1, 2, 4, 6).abs();
        var window = Window(2, 2, 2, 1, 0, 0, false);
        var pooled = new MaxPool(window, withIndices: true).Forward([x]);
        var y = Run(new MaxUnpool(window), pooled[0], pooled[1], null);
        Close(where(y.gt(0), x, zeros_like(x)), y);
        Assert.Equal(pooled[0].numel(), y.gt(0).sum().ToInt64());
        var larger = Run(new MaxUnpool(window), pooled[0], pooled[1], Ints(1, 2, 5, 7));
        Close(y, larger.narrow(2, 0, 4).narrow(3, 0, 6));
        Assert.Equal([1, 2, 5, 7], larger.shape);
    }

    [Fact]
    public void SAME_padding_divides_the_size_by_the_stride_and_puts_the_odd_one_at_the_named_end()
    {
        using var scope = NewDisposeScope();
        var x = Count(1, 1, 5);
        var upper = Window(1, 4, 2, 1, 0, 0, true) with { Padding = new SpatialPadding(PaddingMode.SameUpper, [0], [0]) };
        var lower = upper with { Padding = new SpatialPadding(PaddingMode.SameLower, [0], [0]) };
        // Three windows of four need eight places: of the three padded ones, one or two come first.
        Equal([1, 1, 3], [2, 4, 4], Run(new MaxPool(upper), x));
        Equal([1, 1, 3], [1, 3, 4], Run(new MaxPool(lower), x));
    }

    [Fact]
    public void A_window_larger_than_its_input_is_refused()
    {
        using var scope = NewDisposeScope();
        var x = Normal(1, 1, 1, 3, 3);
        var e = Assert.Throws<ArgumentException>(() => new AveragePool(Window(2, 5, 1, 1, 0, 0, false)).Forward([x]));
        Assert.Contains("5", e.Message, StringComparison.Ordinal);
    }

    private static SlidingWindow Window(int rank, long kernel, long stride, long dilation, long begin, long end, bool up)
    {
        long[] All(long value) => [.. Enumerable.Repeat(value, rank)];
        return new SlidingWindow
        {
            Kernel = All(kernel),
            Strides = All(stride),
            Dilations = All(dilation),
            Padding = new SpatialPadding(PaddingMode.Explicit, All(begin), All(end)),
            RoundUp = up,
        };
    }
}
