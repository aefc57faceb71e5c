using Salience.Operators;
using TorchSharp;
using static Salience.Tests.Operators.OperatorIdentity;
using static Salience.Tests.Operators.OperatorRuns;
using static TorchSharp.torch;

namespace Salience.Tests.Operators;

/// <summary>Order, positions and running totals.</summary>
[NoTensorLeaks]
public class OrderingTests
{
    [Theory]
    [InlineData(true, new double[] { 3, 3, 2 }, new double[] { 1, 4, 0 })]
    [InlineData(false, new double[] { 1, 1, 2 }, new double[] { 2, 3, 0 })]
    public void TopK_names_the_first_of_equal_elements_first(bool largest, double[] values, double[] positions)
    {
        using var scope = NewDisposeScope();
        var y = new TopK(0, largest).Forward([tensor(new double[] { 2, 3, 1, 1, 3, 2 }), Ints(3)]);
        Equal([3], values, y[0]);
        Equal([3], positions, y[1]);
        Assert.Equal(ScalarType.Int64, y[1].dtype);
        Assert.Throws<ArgumentException>(() => new TopK(0).Forward([zeros(2), Ints(3)]));
    }

    [Theory]
    [InlineData(false, 1, 0)]
    [InlineData(true, 3, 2)]
    public void ArgMax_and_ArgMin_choose_the_first_or_the_last_of_equal_elements(bool selectLast, double largest, double smallest)
    {
        using var scope = NewDisposeScope();
        var x = tensor(new double[] { 1, 3, 1, 3 }).reshape(4, 1);
        Equal([1, 1], [largest], Run(new ArgMax(0, true, selectLast), x));
        Equal([1], [smallest], Run(new ArgMin(-2, false, selectLast), x));
    }

    [Fact]
    public void OneHot_counts_negative_indices_from_the_end_and_ignores_those_outside()
    {
        using var scope = NewDisposeScope();
        var values = tensor(new double[] { -1, 5 });
        Equal([3, 3], [5, -1, -1, -1, -1, 5, -1, -1, -1], Run(new OneHot(), Ints(0, -1, 3), Int(3), values));
        Equal([2, 2], [5, -1, -1, 5], Run(new OneHot(0), tensor(new float[] { 0, 1 }), Ints(2), values));
    }

    [Fact]
    public void NonZero_lists_coordinates_in_row_major_order()
    {
        using var scope = NewDisposeScope();
        Equal([2, 3], [0, 1, 1, 1, 0, 1], Run(new NonZero(), tensor(new long[] { 0, 1, 2, 3 }).reshape(2, 2)));
        Equal([1, 1], [0], Run(new NonZero(), tensor(true)));
    }

    [Theory]
    [InlineData(false, false, new double[] { 2, 5, 10 }, new double[] { 2, 6, 30 })]
    [InlineData(true, false, new double[] { 0, 2, 5 }, new double[] { 1, 2, 6 })]
    [InlineData(false, true, new double[] { 10, 8, 5 }, new double[] { 30, 15, 5 })]
    [InlineData(true, true, new double[] { 8, 5, 0 }, new double[] { 15, 5, 1 })]
    public void Running_totals_go_both_ways_with_and_without_the_element_itself(bool exclusive, bool reverse, double[] sums, double[] products)
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 2, 3, 5 });
        var sum = Run(new CumSum(exclusive, reverse), x, Int(-1));
        Assert.Equal(ScalarType.Int32, sum.dtype);
        Equal([3], sums, sum);
        Equal([3], products, Run(new CumProd(exclusive, reverse), x, Ints(0)));
        Check(new CumSum(exclusive, reverse), [Normal(1, 3, 4), Int(1)], [true, false]);
        Check(new CumProd(exclusive, reverse), [Normal(2, 3, 4), Int(0)], [true, false]);
    }
}
