using Salience.Operators;
using TorchSharp;
using static Salience.Tests.Operators.OperatorIdentity;
using static Salience.Tests.Operators.OperatorRuns;
using static Salience.Tests.Operators.TensorAssert;
using static TorchSharp.torch;

namespace Salience.Tests.Operators;

/// <summary>Padding, cropping, and moving blocks between space and channels.</summary>
[NoTensorLeaks]
public class PaddingTests
{
    [Theory]
    [InlineData(PadFill.Constant, new double[] { 9, 9, 9, 0, 1, 2, 9, 9 })]
    [InlineData(PadFill.Edge, new double[] { 0, 0, 0, 0, 1, 2, 2, 2 })]
    [InlineData(PadFill.Reflect, new double[] { 1, 2, 1, 0, 1, 2, 1, 0 })]
    [InlineData(PadFill.Wrap, new double[] { 0, 1, 2, 0, 1, 2, 0, 1 })]
    public void Three_elements_get_three_before_and_two_after(object fill, double[] expected)
    {
        using var scope = NewDisposeScope();
        var value = (PadFill)fill == PadFill.Constant ? tensor(9.0) : null;
        Equal([8], expected, Run(new Pad((PadFill)fill), Count(3), Ints(3, 2), value));
        // The same on the last of three axes, named from the end.
        Equal([1, 1, 8], expected, Run(new Pad((PadFill)fill), Count(1, 1, 3), Ints(3, 2), value, Ints(-1)));
    }

    [Theory]
    [InlineData(PadFill.Constant, new double[] { 1, 2, 0, 0 })]
    [InlineData(PadFill.Edge, new double[] { 1, 2, 2, 2 })]
    [InlineData(PadFill.Reflect, new double[] { 1, 2, 1, 2 })]
    [InlineData(PadFill.Wrap, new double[] { 1, 2, 1, 2 })]
    public void Negative_amounts_take_elements_away_before_the_rest_is_copied(object fill, double[] expected)
    {
        using var scope = NewDisposeScope();
        Equal([4], expected, Run(new Pad((PadFill)fill), Count(3), Ints(-1, 2)));
    }

    [Fact]
    public void Integers_and_truth_values_are_padded_too()
    {
        using var scope = NewDisposeScope();
        var integers = Run(new Pad(), Ints(1, 2), Ints(1, 0), Int(7));
        Assert.Equal(ScalarType.Int64, integers.dtype);
        Equal([3], [7, 1, 2], integers);
        Assert.Equal(ScalarType.Bool, Run(new Pad(PadFill.Edge), tensor(new[] { true, false }), Ints(1, 1)).dtype);
        Equal([3], [1, 0, 0], Run(new Pad(), tensor(new[] { true, false }), Ints(0, 1)));
    }

    [Fact]
    public void Amounts_that_do_not_fit_the_axes_are_refused()
    {
        using var scope = NewDisposeScope();
        var e = Assert.Throws<ArgumentException>(() => new Pad().Forward([Count(2, 2), Ints(1, 1)]));
        Assert.Contains("2 amounts for 2 axes", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Centred_crops_and_pads_put_the_odd_element_at_the_end()
    {
        using var scope = NewDisposeScope();
        Equal([2], [1, 2], Run(new CenterCropPad(), Count(5), Ints(2)));
        Equal([8], [0, 0, 1, 2, 3, 4, 0, 0], Run(new CenterCropPad(), Count(5), Ints(8)));
        Equal([2, 3], [1, 2, 0, 4, 5, 0], Run(new CenterCropPad([1]), Count(2, 3).narrow(1, 1, 2), Ints(3)));
    }

    [Fact]
    public void Channels_become_blocks_in_either_order_and_back()
    {
        using var scope = NewDisposeScope();
        var x = Count(1, 8, 1, 1);
        // Two output channels of 2 × 2: the block position counts slowest, or the channel.
        Equal([1, 2, 2, 2], [0, 2, 4, 6, 1, 3, 5, 7], Run(new DepthToSpace(2), x));
        Equal([1, 2, 2, 2], [0, 1, 2, 3, 4, 5, 6, 7], Run(new DepthToSpace(2, channelFirst: true), x));
        var y = Normal(1, 2, 12, 3, 4);
        Close(y, Run(new SpaceToDepth(2), Run(new DepthToSpace(2), y)));
        Close(nn.functional.pixel_shuffle(y, 2), Run(new DepthToSpace(2, channelFirst: true), y));
    }

    [Fact]
    public void Columns_are_folded_as_libtorch_folds_them_and_unevenly_padded_ones_are_cut_from_a_larger_image()
    {
        using var scope = NewDisposeScope();
        var x = Normal(2, 2, 12, 12);
        var expected = nn.functional.fold(x, (5, 4), (2, 3), dilation: (1, 2), padding: (1, 2), stride: (2, 1));
        Close(expected, Run(new Col2Im([2, 1], [1, 2], [1, 2, 1, 2]), x, Ints(5, 4), Ints(2, 3)));
        var larger = Run(new Col2Im([2, 1], [1, 2]), x, Ints(7, 8), Ints(2, 3));
        Close(larger.narrow(2, 2, 5).narrow(3, 1, 4), Run(new Col2Im([2, 1], [1, 2], [2, 1, 0, 3]), x, Ints(5, 4), Ints(2, 3)));
    }
}
