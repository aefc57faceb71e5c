using Salience.Operators;
using TorchSharp;
using static Salience.Tests.Operators.OperatorIdentity;
using static TorchSharp.torch;

namespace Salience.Tests.Operators;

/// <summary>Operators on two or more numbers: identities for every choice of activations, integer rules, ties.</summary>
[NoTensorLeaks]
public class ArithmeticTests
{
    private static readonly Dictionary<string, Operator> Pairs = new()
    {
        ["Add"] = new Add(),
        ["Sub"] = new Sub(),
        ["Mul"] = new Mul(),
        ["Div"] = new Div(),
        ["Mod, truncated"] = new Mod(truncate: true),
        ["Mod, floored"] = new Mod(),
        ["Sum"] = new Sum(),
        ["Mean"] = new Mean(),
        ["Max"] = new Max(),
        ["Min"] = new Min(),
    };

    public static TheoryData<string> PairNames => [.. Pairs.Keys];

    [Theory]
    [MemberData(nameof(PairNames))]
    public void Either_or_both_operands_may_be_activations_of_any_broadcast_shape(string name)
    {
        using var scope = NewDisposeScope();
        CheckSubsets(Pairs[name], [Normal(1, 2, 3, 4), Normal(2, 2, 3, 4)], 0, 1);
        CheckSubsets(Pairs[name], [Normal(1, 2, 3, 4), Normal(2, 3, 1)], 0, 1);
        CheckSubsets(Pairs[name], [Normal(1, 4), Normal(2, 2, 1, 4)], 0, 1);
    }

    [Fact]
    public void Operators_on_many_tensors_have_the_identity_for_every_choice_of_activations()
    {
        using var scope = NewDisposeScope();
        foreach (var operation in new Operator[] { new Sum(), new Mean(), new Max(), new Min() })
        {
            CheckSubsets(operation, [Normal(1, 2, 3), Normal(2, 3), Normal(3, 2, 1)], 0, 1, 2);
            CheckSubsets(operation, [Normal(1, 2, 3)], 0);
        }
    }

    [Fact]
    public void Equal_operands_share_the_bias_as_they_share_the_derivative()
    {
        using var scope = NewDisposeScope();
        var (a, b, c) = (tensor([1.0, 2, 5]), tensor([1.0, 3, 5]), tensor([1.0, 3, 4]));
        CheckSubsets(new Max(), [a, b, c], 0, 1, 2);
        CheckSubsets(new Min(), [a, b, c], 0, 1, 2);
    }

    [Theory]
    [InlineData(2.0)]
    [InlineData(3.0)]
    [InlineData(0.5)]
    [InlineData(-1.5)]
    [InlineData(0.0)]
    [InlineData(1.0)]
    public void A_power_with_a_constant_exponent_has_the_bias_one_minus_p_times_y(double p)
    {
        using var scope = NewDisposeScope();
        var x = Normal(1, 3, 4).abs() + 0.1;
        Check(new Pow(), [x, tensor(p)], [true, false]);
        Check(new Pow(), [x, full([3, 4], p, ScalarType.Float64)], [true, false]);
        var call = new OperatorCall([x, tensor(p)], [true, false], new Pow().Forward([x, tensor(p)]));
        Assert.True(new Pow().Bias(call)[0]!.allclose(x.pow(p) * (1 - p), 1e-12));
    }

    [Fact]
    public void Powers_have_the_identity_in_base_and_exponent()
    {
        using var scope = NewDisposeScope();
        CheckSubsets(new Pow(), [Normal(1, 3, 4).abs() + 0.1, Normal(2, 4)], 0, 1);
        CheckSubsets(new Pow(), [tensor([0.0, 0.0, 2.0]), tensor([2.0, 1.5, 3.0])], 0, 1);
        Check(new Pow(), [tensor([-2.0, 0.0, 3.0]), tensor([3L, 2L, 1L])], [true, false]);
    }

    [Fact]
    public void A_power_has_the_type_of_its_base()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([1, 32, 729], new Pow().Forward([tensor([1L, 2, 3]), tensor([4f, 5, 6])])[0].data<long>().ToArray());
        Assert.Equal([1, 32, 729], new Pow().Forward([tensor([1f, 2, 3]), tensor([4L, 5, 6])])[0].data<float>().ToArray());
        Assert.Equal([1, 4, 9], new Pow().Forward([tensor([1, 2, 3]), tensor(2.0)])[0].data<int>().ToArray());
    }

    [Fact]
    public void Integers_are_divided_towards_zero_and_the_remainder_has_the_sign_asked_for()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (tensor([-7L, 7, -7, 7]), tensor([2L, -2, -2, 2]));
        Assert.Equal([-3, -3, 3, 3], new Div().Forward([a, b])[0].data<long>().ToArray());
        Assert.Equal([1, -1, -1, 1], new Mod().Forward([a, b])[0].data<long>().ToArray());
        Assert.Equal([-1, 1, -1, 1], new Mod(truncate: true).Forward([a, b])[0].data<long>().ToArray());
    }

    [Fact]
    public void Operands_of_the_first_opsets_meet_at_the_axis_named()
    {
        using var scope = NewDisposeScope();
        var shape = tensor([2L, 3, 4, 5]);
        Assert.Equal([3, 1, 1], new AxisAlignment(1).Forward([ones(3), shape])[0].shape);
        Assert.Equal([3, 4, 1], new AxisAlignment(1).Forward([ones(3, 4), shape])[0].shape);
        Assert.Equal([4, 5], new AxisAlignment(-2).Forward([ones(4, 5), shape])[0].shape);
        Check(new AxisAlignment(1), [Normal(1, 3), shape], [true, false]);
    }
}
