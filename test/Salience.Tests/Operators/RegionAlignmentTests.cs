using Salience.Operators;
using TorchSharp;
using static Salience.Tests.Operators.OperatorIdentity;
using static Salience.Tests.Operators.OperatorRuns;
using static Salience.Tests.Operators.TensorAssert;
using static TorchSharp.torch;

namespace Salience.Tests.Operators;

/// <summary>Pooling of regions.</summary>
[NoTensorLeaks]
public class RegionAlignmentTests
{
    [Fact]
    public void A_ramp_has_the_mean_of_its_region()
    {
        using var scope = NewDisposeScope();
        // x counts columns in the first channel and rows in the second; the mean over a bin inside is the value at its centre.
        var x = stack([arange(10, ScalarType.Float64).expand(8, 10), arange(8, ScalarType.Float64).unsqueeze(1).expand(8, 10)]).unsqueeze(0);
        var regions = tensor(new double[] { 4, 2, 12, 10 }).view(1, 4);
        foreach (var sampling in new[] { 0, 1, 3 })
        {
            var plain = new RoiAlign { Height = 2, Width = 2, Scale = 0.5, Sampling = sampling };
            Close(tensor(new double[] { 3, 5, 3, 5, 2, 2, 4, 4 }).view(1, 2, 2, 2), Run(plain, x, regions, Ints(0)));
            var centred = new RoiAlign { Height = 2, Width = 2, Scale = 0.5, Sampling = sampling, HalfPixel = true };
            Close(tensor(new[] { 2.5, 4.5, 2.5, 4.5, 1.5, 1.5, 3.5, 3.5 }).view(1, 2, 2, 2), Run(centred, x, regions, Ints(0)));
        }
    }

    [Fact]
    public void The_maximum_is_over_weighted_neighbours_and_points_far_outside_are_zero()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new double[] { 8, 4, 4, 16 }).view(1, 1, 2, 2);
        // One point at (½, ½): every neighbour counts a quarter.
        var point = new RoiAlign { Height = 1, Width = 1, Sampling = 1, Maximum = true };
        Equal([1, 1, 1, 1], [4], Run(point, x, tensor(new double[] { 0, 0, 1, 1 }).view(1, 4), Ints(0)));
        var outside = new RoiAlign { Height = 1, Width = 1, Sampling = 1 };
        Equal([2, 1, 1, 1], [0, 16], Run(outside, x, tensor(new double[] { 5, 0, 6, 1, 1, 1, 2, 2 }).view(2, 4), Ints(0, 0)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_input_terms_are_the_whole_output(bool maximum)
    {
        using var scope = NewDisposeScope();
        var operation = new RoiAlign { Height = 2, Width = 3, Maximum = maximum, HalfPixel = true };
        Check(operation, [Normal(1, 2, 3, 6, 7), tensor(new double[] { 0, 1, 5, 5, -1, 0, 9, 4 }).view(2, 4), Ints(1, 0)], [true, false, false]);
    }

    [Fact]
    public void Quantised_values_come_back_to_within_half_a_step()
    {
        using var scope = NewDisposeScope();
        var x = Normal(2, 3, 4);
        var (scale, zero) = (tensor(new[] { 0.1, 0.2, 0.05 }), tensor(new sbyte[] { 0, 5, -7 }));
        var layout = new QuantizationLayout(Axis: 0);
        var levels = Run(new QuantizeLinear(layout, ScalarType.Byte), x, scale, zero);
        Assert.Equal(ScalarType.Int8, levels.dtype);
        var error = (Run(new DequantizeLinear(layout), levels, scale, zero) - x).abs() / scale.unsqueeze(1);
        Assert.InRange(error.max().ToDouble(), 0.1, 0.5 + 1e-12);
    }

    [Fact]
    public void Quantisation_rounds_halves_to_even_saturates_and_shares_scales_in_blocks()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new double[] { 1, 3, 5, 1000, -1000, 7 });
        Equal([6], [128, 130, 130, 255, 0, 132], Run(new QuantizeLinear(new QuantizationLayout(), ScalarType.Byte), x, tensor(2.0), tensor((byte)128)));
        var blocks = new QuantizationLayout(Axis: 0, BlockSize: 4);
        var levels = tensor(new byte[] { 1, 2, 3, 4, 5, 6 });
        Equal([6], [10, 20, 30, 40, 500, 600], Run(new DequantizeLinear(blocks), levels, tensor(new double[] { 10, 100 }), null));
    }
}
