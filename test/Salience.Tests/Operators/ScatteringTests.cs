using Salience.Operators;
using TorchSharp;
using static Salience.Tests.Operators.OperatorIdentity;
using static Salience.Tests.Operators.OperatorRuns;
using static TorchSharp.torch;

namespace Salience.Tests.Operators;

/// <summary>Scatter into data, with and without a reduction.</summary>
[NoTensorLeaks]
public class ScatteringTests
{
    [Theory]
    [InlineData(ScatterReduction.Add, new double[] { 1, 4 + 7 - 5, 3 })]
    [InlineData(ScatterReduction.Mul, new double[] { 1, 2 * 2 * 7 * -5, 3 })]
    [InlineData(ScatterReduction.Max, new double[] { 1, 7, 3 })]
    [InlineData(ScatterReduction.Min, new double[] { 1, -5, 3 })]
    internal void Several_updates_of_one_place_all_count(ScatterReduction reduction, double[] expected)
    {
        using var scope = NewDisposeScope();
        var (data, updates) = (tensor(new double[] { 1, 2, 3 }), tensor(new double[] { 2, 7, -5 }));
        Equal([3], expected, Run(new ScatterElements(0, reduction), data, Ints(1, -2, 1), updates));
        Equal([3], expected, Run(new ScatterND(reduction), data, Ints(1, -2, 1).reshape(3, 1), updates));
    }

    [Fact]
    public void ScatterElements_writes_along_its_axis_where_the_indices_cover_a_part()
    {
        using var scope = NewDisposeScope();
        var y = Run(new ScatterElements(1), zeros(2, 3, ScalarType.Float64), Ints(2, 0).reshape(1, 2), tensor(new double[] { 8, 9 }).reshape(1, 2));
        Equal([2, 3], [9, 0, 8, 0, 0, 0], y);
    }

    [Fact]
    public void ScatterND_writes_slices()
    {
        using var scope = NewDisposeScope();
        Equal([3, 2], [0, 1, 7, 8, 4, 5], Run(new ScatterND(), Count(3, 2), Ints(-2).reshape(1, 1), tensor(new double[] { 7, 8 }).reshape(1, 2)));
        Equal([2, 2], [0, 1, 2, 9], Run(new ScatterND(), Count(2, 2), Ints(1, 1).reshape(1, 2), tensor(new double[] { 9 })));
    }

    [Theory]
    [InlineData(ScatterReduction.None)]
    [InlineData(ScatterReduction.Add)]
    [InlineData(ScatterReduction.Mul)]
    [InlineData(ScatterReduction.Max)]
    [InlineData(ScatterReduction.Min)]
    internal void Identity_holds_whichever_of_data_and_updates_is_active(ScatterReduction reduction)
    {
        using var scope = NewDisposeScope();
        var indices = reduction == ScatterReduction.None ? Ints(3, 0, 2, 1) : Ints(3, 0, 0, 3);
        CheckSubsets(new ScatterElements(1, reduction), [Normal(1, 2, 4), indices.reshape(2, 2), Normal(2, 2, 2)], 0, 2);
        CheckSubsets(new ScatterND(reduction), [Normal(3, 4, 3), indices.reshape(4, 1), Normal(4, 4, 3)], 0, 2);
    }

    [Fact]
    public void The_bias_of_a_product_is_exact_where_a_factor_is_zero()
    {
        using var scope = NewDisposeScope();
        var (data, updates) = (tensor(new double[] { 0, 2, 3 }), tensor(new double[] { 0, 7, -5 }));
        CheckSubsets(new ScatterND(ScatterReduction.Mul), [data, Ints(0, 1, 1).reshape(3, 1), updates], 0, 2);
    }

    [Fact]
    public void Constant_data_under_active_updates_is_an_explicit_bias()
    {
        using var scope = NewDisposeScope();
        var inputs = new Tensor?[] { Count(4), Ints(1, 3), Normal(1, 2) };
        var operation = new ScatterElements();
        Assert.Equal(BiasKind.Explicit, operation.BiasOf([false, false, true]));
        Assert.Equal(BiasKind.None, operation.BiasOf([true, false, true]));
        Equal([4], [0, 0, 2, 0], operation.Bias(new OperatorCall(inputs, [false, false, true], operation.Forward(inputs)))[0]!);
    }
}
