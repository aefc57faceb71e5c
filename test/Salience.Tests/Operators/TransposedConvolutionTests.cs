using Salience.Operators;
using TorchSharp;
using static Salience.Tests.Operators.OperatorIdentity;
using static Salience.Tests.Operators.OperatorRuns;
using static Salience.Tests.Operators.TensorAssert;
using static TorchSharp.torch;

namespace Salience.Tests.Operators;

/// <summary>Transposed convolution is the derivative of convolution, whatever the padding.</summary>
[NoTensorLeaks]
public class TransposedConvolutionTests
{
    [Theory]
    [InlineData(1, 1, 1, 0, 0)]
    [InlineData(2, 1, 1, 1, 1)]
    [InlineData(3, 2, 1, 0, 2)]
    [InlineData(2, 3, 2, 2, 0)]
    public void It_pulls_back_what_a_convolution_with_the_same_attributes_pushes_forward(long stride, long dilation, long groups, long begin, long end)
    {
        for (var rank = 1; rank <= 3; rank++)
        {
            using var scope = NewDisposeScope();
            long[] All(long value) => [.. Enumerable.Repeat(value, rank)];
            var padding = new SpatialPadding(PaddingMode.Explicit, All(begin), All(end));
            var forward = new Conv { Padding = padding, Strides = All(stride), Dilations = All(dilation), Groups = groups };
            var x = Normal(1, [2, 2, .. new long[] { 9, 8, 7 }[..rank]]).requires_grad_();
            var w = Normal(2, [4, 2 / groups, .. All(2)]);
            var y = Run(forward, x, w);
            var u = Normal(3, y.shape);
            var pulled = autograd.grad([y], [x], [u])[0];
            // What the strides of the forward pass skipped at the end comes back as output padding.
            var missing = Enumerable.Range(0, rank).Select(i => x.shape[2 + i] - ((y.shape[2 + i] - 1) * stride + dilation + 1 - begin - end)).ToArray();
            var back = new ConvTranspose { Padding = padding, Strides = All(stride), Dilations = All(dilation), OutputPadding = missing, Groups = groups };
            Close(pulled, Run(back, u, w));
            var b = Normal(4, 2);
            Close(pulled + b.view([1, 2, .. All(1)]), Run(back, u, w, b));
            var shaped = new ConvTranspose { Padding = padding, Strides = All(stride), Dilations = All(dilation), OutputPadding = All(0), OutputShape = x.shape[2..], Groups = groups };
            Assert.Equal(x.shape, Run(shaped, u, w).shape);
        }
    }

    [Fact]
    public void A_stated_output_size_takes_the_odd_position_from_the_named_end()
    {
        using var scope = NewDisposeScope();
        // 1 2 with stride 2 and three ones: 1 1 3 2 2; four of the five are wanted.
        var (x, w) = (tensor(new double[] { 1, 2 }).view(1, 1, 2), ones(1, 1, 3, ScalarType.Float64));
        Equal([1, 1, 4], [1, 1, 3, 2], Run(Sized(PaddingMode.SameUpper, [4]), x, w));
        Equal([1, 1, 4], [1, 3, 2, 2], Run(Sized(PaddingMode.SameLower, [4]), x, w));
        Equal([1, 1, 4], [1, 3, 2, 2], Run(Sized(PaddingMode.Explicit, [4]), x, w));
        Equal([1, 1, 4], [1, 1, 3, 2], Run(Sized(PaddingMode.SameUpper, null), x, w));

        static ConvTranspose Sized(PaddingMode mode, long[]? size) => new()
        {
            Padding = new SpatialPadding(mode, [0], [0]),
            Strides = [2],
            Dilations = [1],
            OutputPadding = [0],
            OutputShape = size,
        };
    }
}
