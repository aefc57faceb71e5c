using Salience.Operators;
using TorchSharp;
using static Salience.Tests.Operators.OperatorIdentity;
using static TorchSharp.torch;

namespace Salience.Tests.Operators;

/// <summary>Activations with more than one input or more than one element at a time: Clip, PRelu, the softmax family; selection and casts.</summary>
[NoTensorLeaks]
public class ActivationTests
{
    [Fact]
    public void A_clipped_value_is_all_bias()
    {
        using var scope = NewDisposeScope();
        var z = tensor([-2.0, -1, 0, 0.5, 6, 7]);
        foreach (var bounds in new (Tensor? Lower, Tensor? Upper)[] { (tensor(-1.0), tensor(6.0)), (tensor(-1.0), null), (null, tensor([6.0])), (null, null) })
            Check(new Clip(), [z, bounds.Lower, bounds.Upper], [true, false, false]);
        Check(new Clip(), [z], [true]);
        var call = new OperatorCall([z, tensor(0.0), tensor(6.0)], [true, false, false], new Clip().Forward([z, tensor(0.0), tensor(6.0)]));
        Assert.Equal([0, 0, 0, 0, 0, 6], new Clip().Bias(call)[0]!.data<double>().ToArray());
    }

    [Fact]
    public void Bounds_in_the_wrong_order_give_the_upper_one_and_nothing_but_bias()
    {
        using var scope = NewDisposeScope();
        Tensor[] inputs = [tensor([-2.0, 1, 6]), tensor(2.0), tensor(1.0)];
        Assert.Equal([1, 1, 1], new Clip().Forward(inputs)[0].data<double>().ToArray());
        Check(new Clip(), inputs, [true, false, false]);
    }

    [Fact]
    public void Integers_are_clipped_exactly()
    {
        using var scope = NewDisposeScope();
        var large = (1L << 60) + 1;
        Assert.Equal([large, 0], new Clip().Forward([tensor([long.MaxValue, -5]), tensor(0L), tensor(large)])[0].data<long>().ToArray());
    }

    [Theory]
    [InlineData(3, 1, 1)]
    [InlineData(1, 3, 1, 1)]
    [InlineData(1)]
    [InlineData(1, 1, 1)]
    [InlineData(4)]
    [InlineData(2, 3, 5, 4)]
    public void A_slope_of_any_broadcast_shape_has_no_bias_when_constant(params int[] shape)
    {
        using var scope = NewDisposeScope();
        var (z, slope) = (Normal(1, 2, 3, 5, 4), Normal(2, shape.Select(s => (long)s).ToArray()));
        Assert.True(new PRelu().Forward([z, slope])[0].equal(where(z > 0, z, z * slope)).all().ToBoolean());
        Assert.Equal(BiasKind.None, new PRelu().BiasOf([true, false]));
        CheckSubsets(new PRelu(), [z, slope], 0, 1);
    }

    [Fact]
    public void A_slope_of_the_first_opsets_belongs_to_the_channels()
    {
        using var scope = NewDisposeScope();
        var (z, slope) = (Normal(1, 2, 3, 3), Normal(2, 3));
        var expected = where(z > 0, z, z * slope.unsqueeze(1));
        Assert.True(new PRelu(slopePerChannel: true).Forward([z, slope])[0].equal(expected).all().ToBoolean());
        Assert.False(new PRelu().Forward([z, slope])[0].equal(expected).all().ToBoolean());
        CheckSubsets(new PRelu(slopePerChannel: true), [z, slope], 0, 1);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(-2, true)]
    [InlineData(3, true)]
    public void Softmax_and_its_logarithm_have_the_identity(int axis, bool flatten)
    {
        using var scope = NewDisposeScope();
        var z = Normal(1, 2, 3, 4) * 5;
        Check(new Softmax(axis, flatten), [z], [true]);
        Check(new LogSoftmax(axis, flatten), [z], [true]);
        var rows = flatten ? z.reshape(z.shape[..(axis < 0 ? axis + 3 : axis)].Aggregate(1L, (a, b) => a * b), -1) : z;
        var expected = rows.softmax(flatten ? 1 : axis).reshape(z.shape);
        Assert.True(new Softmax(axis, flatten).Forward([z])[0].allclose(expected, 1e-14));
        Assert.True(new LogSoftmax(axis, flatten).Forward([z])[0].exp().allclose(expected, 1e-14));
    }

    [Fact]
    public void The_softmax_bias_is_the_literal_formula()
    {
        using var scope = NewDisposeScope();
        var z = Normal(1, 2, 5);
        var s = z.softmax(1);
        var expected = s - s * (z - (s * z).sum(1, keepdim: true));
        var call = new OperatorCall([z], [true], [s]);
        Assert.True(new Softmax(1).Bias(call)[0]!.allclose(expected, 1e-13, 1e-15));
        Assert.True(new LogSoftmax(1).Bias(call with { Outputs = [z.log_softmax(1)] })[0]!.allclose((s * s.log()).sum(1, keepdim: true), 1e-13));
    }

    [Fact]
    public void Masked_scores_have_no_weight_and_no_bias()
    {
        using var scope = NewDisposeScope();
        var masked = tensor([1.0, double.NegativeInfinity, 3]);
        var kept = tensor([1.0, 3]);
        foreach (var operation in new Operator[] { new Softmax(0), new LogSoftmax(0) })
        {
            var bias = operation.Bias(new OperatorCall([masked], [true], operation.Forward([masked])))[0]!;
            var expected = operation.Bias(new OperatorCall([kept], [true], operation.Forward([kept])))[0]!;
            Assert.True(bias.max().allclose(expected.max(), 1e-14));
            Assert.True(bias.sum().allclose(expected.sum(), 1e-14));
        }
    }

    [Fact]
    public void Saturated_single_precision_scores_have_a_bias_without_a_trace_of_their_offset()
    {
        using var scope = NewDisposeScope();
        var z = tensor([10000f, 10001f, 9990f]);
        var bias = new Softmax(0).Bias(new OperatorCall([z], [true], [z.softmax(0)]))[0]!;
        var exact = (z - 10000).to_type(ScalarType.Float64);
        var expected = new Softmax(0).Bias(new OperatorCall([exact], [true], [exact.softmax(0)]))[0]!;
        Assert.True(bias.to_type(ScalarType.Float64).allclose(expected, 1e-5, 1e-7));
    }

    [Fact]
    public void Hardmax_marks_the_first_largest_element()
    {
        using var scope = NewDisposeScope();
        var z = tensor(new[,] { { 3.0, 0, 1, 3 }, { 0, 3, 3, 1 } });
        Assert.Equal([1, 0, 0, 0, 0, 1, 0, 0], new Hardmax(1).Forward([z])[0].data<double>().ToArray());
        Assert.Equal([1, 0, 0, 0, 0, 0, 0, 0], new Hardmax(0, flatten: true).Forward([z])[0].data<double>().ToArray());
    }

    [Fact]
    public void Selection_has_the_constant_branch_as_its_bias()
    {
        using var scope = NewDisposeScope();
        CheckSubsets(new Where(), [Normal(1, 2, 3) > 0, Normal(2, 2, 3), Normal(3, 3)], 1, 2);
    }

    [Fact]
    public void Casts_follow_the_network_s_precision_only_between_floating_types()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(ScalarType.Float64, ((Cast)new Cast(ScalarType.Float16).WithComputeType(ScalarType.Float64)).Type);
        Assert.Equal(ScalarType.Int64, ((Cast)new Cast(ScalarType.Int64).WithComputeType(ScalarType.Float64)).Type);
        Assert.Equal([0, -2, 2], new Cast(ScalarType.Int64).Forward([tensor([0.9, -2.7, 2.7])])[0].data<long>().ToArray());
        Assert.Equal([65535, 1], new Cast(ScalarType.Int32, 16).Forward([tensor([-1L, 65537])])[0].data<int>().ToArray());
        Check(new Cast(ScalarType.Float64), [Normal(1, 3)], [true]);
        Check(new CastLike(), [Normal(1, 3), Normal(2, 1)], [true, false]);
    }

    [Fact]
    public void Dropout_is_the_identity_and_refuses_to_be_random()
    {
        using var scope = NewDisposeScope();
        var x = Normal(1, 3);
        Check(new Dropout(), [x, tensor(0.5f)], [true, false]);
        Assert.Equal(ScalarType.Bool, new Dropout().Forward([x])[1].dtype);
        Assert.Equal(ScalarType.Float64, new Dropout(maskType: null).Forward([x])[1].dtype);
        Assert.True(new Dropout().Forward([x, tensor(0f), tensor(true)])[0].equal(x).all().ToBoolean());
        Assert.Throws<InvalidOperationException>(() => new Dropout().Forward([x, null, tensor(true)]));
    }

    [Fact]
    public void Generated_tensors_have_their_exact_values()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([long.MaxValue, long.MaxValue], new ConstantOfShape(long.MaxValue, ScalarType.Int64).Forward([tensor([2L])])[0].data<long>().ToArray());
        Assert.Equal([0, 0, 1, 0, 0, 0], new EyeLike(2, ScalarType.Int32).Forward([zeros(2, 3)])[0].data<int>().ToArray());
        Assert.Equal([10, 7, 4], new Salience.Operators.Range().Forward([tensor(10), tensor(3), tensor(-3)])[0].data<int>().ToArray());
        Assert.Equal([1, 3], new Salience.Operators.Range().Forward([tensor(1f), tensor(5f), tensor(2f)])[0].data<float>().ToArray());
        Assert.Empty(new Salience.Operators.Range().Forward([tensor(3L), tensor(3L), tensor(1L)])[0].data<long>().ToArray());
        Assert.Throws<ArgumentException>(() => new Salience.Operators.Range().Forward([tensor(0L), tensor(3L), tensor(0L)]));
    }

    [Fact]
    public void Bits_of_unsigned_numbers_stay_within_their_width()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([65535, 65530], new BitwiseNot(16).Forward([tensor([0, 5])])[0].data<int>().ToArray());
        Assert.Equal([-1, -6], new BitwiseNot().Forward([tensor([0, 5])])[0].data<int>().ToArray());
        Assert.Equal([65532], new BitShift(left: true, 16).Forward([tensor([65535]), tensor([2])])[0].data<int>().ToArray());
        Assert.Equal([4], new BitShift(left: false).Forward([tensor([16L]), tensor([2L])])[0].data<long>().ToArray());
    }
}
