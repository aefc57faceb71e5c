using Salience.Operators;
using TorchSharp;
using static Salience.Tests.Operators.OperatorIdentity;
using static Salience.Tests.Operators.OperatorRuns;
using static TorchSharp.torch;

namespace Salience.Tests.Operators;

/// <summary>The ten reductions.</summary>
[NoTensorLeaks]
public class ReductionTests
{
    /// <summary>Rounding of one function value in float64.</summary>
    private const double Rounding = 1e-14;

    /// <summary>Makes each reduction, with its literal definition over the elements that fall together.</summary>
    private static readonly Dictionary<string, (Func<bool, bool, Reduction> Make, Func<double[], double> Definition)> Reductions = new()
    {
        ["ReduceSum"] = ((k, n) => new ReduceSum(k, n), x => x.Sum()),
        ["ReduceMean"] = ((k, n) => new ReduceMean(k, n), x => x.Average()),
        ["ReduceMax"] = ((k, n) => new ReduceMax(k, n), x => x.Max()),
        ["ReduceMin"] = ((k, n) => new ReduceMin(k, n), x => x.Min()),
        ["ReduceProd"] = ((k, n) => new ReduceProd(k, n), x => x.Aggregate(1.0, (a, b) => a * b)),
        ["ReduceL1"] = ((k, n) => new ReduceL1(k, n), x => x.Sum(Math.Abs)),
        ["ReduceL2"] = ((k, n) => new ReduceL2(k, n), x => Math.Sqrt(x.Sum(v => v * v))),
        ["ReduceSumSquare"] = ((k, n) => new ReduceSumSquare(k, n), x => x.Sum(v => v * v)),
        ["ReduceLogSum"] = ((k, n) => new ReduceLogSum(k, n), x => Math.Log(x.Sum())),
        ["ReduceLogSumExp"] = ((k, n) => new ReduceLogSumExp(k, n), x => Math.Log(x.Sum(Math.Exp))),
    };

    public static TheoryData<string> Names => [.. Reductions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Axes_are_reduced_as_the_definition_says(string name)
    {
        using var scope = NewDisposeScope();
        var (make, definition) = Reductions[name];
        var x = Normal(1, 2, 3, 2).abs();
        var values = x.data<double>().ToArray();
        var overMiddle = Enumerable.Range(0, 4).Select(i => definition([.. Enumerable.Range(0, 3).Select(j => values[i / 2 * 6 + j * 2 + i % 2])])).ToArray();
        var overOuter = Enumerable.Range(0, 3).Select(j => definition([.. values.Where((_, i) => i / 2 % 3 == j)])).ToArray();
        Close([2, 1, 2], overMiddle, Run(make(true, false), x, Ints(-2)));
        Close([2, 2], overMiddle, Run(make(false, false), x, Ints(1)));
        Close([3], overOuter, Run(make(false, false), x, Ints(2, 0)));
        Close([1, 1, 1], [definition(values)], Run(make(true, false), x));
        Close([], [definition(values)], Run(make(false, false), x, zeros(0, ScalarType.Int64)));
        Close([2, 3, 2], [.. values.Select(v => definition([v]))], Run(make(false, true), x));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Identity_holds_with_the_reductions_own_bias(string name)
    {
        using var scope = NewDisposeScope();
        var make = Reductions[name].Make;
        var x = name == "ReduceLogSum" ? Normal(1, 3, 4, 2).abs() : Normal(1, 3, 4, 2);
        Check(make(true, false), [x, Ints(1)], [true, false]);
        Check(make(false, false), [x, Ints(-1, 0)], [true, false]);
        Check(make(false, false), [x], [true]);
        Check(make(false, true), [x], [true]);
    }

    [Fact]
    public void Identity_holds_at_zeros_infinities_and_equal_elements()
    {
        using var scope = NewDisposeScope();
        var tied = tensor(new double[] { 2, 2, 0, 0, 1, 0 }).reshape(3, 2);
        Check(new ReduceMax(), [tied, Ints(0)], [true, false]);
        Check(new ReduceMin(), [tied, Ints(1)], [true, false]);
        Check(new ReduceProd(), [tied, Ints(1)], [true, false]);
        Check(new ReduceL2(), [zeros(2, 3, ScalarType.Float64), Ints(1)], [true, false]);
        var masked = tensor(new[] { double.NegativeInfinity, 1, 2 });
        var call = new OperatorCall([masked], [true], [Run(new ReduceLogSumExp(), masked)]);
        var p = 1 / (1 + Math.E);
        Close([1], [Math.Log(Math.E + Math.E * Math.E) - (p + 2 * (1 - p))], new ReduceLogSumExp().Bias(call)[0]!);
    }

    [Theory]
    [InlineData("ReduceSum", 0)]
    [InlineData("ReduceProd", 1)]
    [InlineData("ReduceL1", 0)]
    [InlineData("ReduceL2", 0)]
    [InlineData("ReduceSumSquare", 0)]
    [InlineData("ReduceLogSum", double.NegativeInfinity)]
    [InlineData("ReduceLogSumExp", double.NegativeInfinity)]
    [InlineData("ReduceMax", double.NegativeInfinity)]
    [InlineData("ReduceMin", double.PositiveInfinity)]
    public void Nothing_reduces_to_the_neutral_element(string name, double neutral)
    {
        using var scope = NewDisposeScope();
        Equal([2, 1], [neutral, neutral], Run(Reductions[name].Make(true, false), zeros(2, 0, ScalarType.Float64), Ints(1)));
    }

    [Fact]
    public void Integers_and_booleans_keep_their_type()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1, 2, 4, 3 }).reshape(2, 2);
        foreach (var name in Reductions.Keys)
            Assert.Equal(ScalarType.Int32, Run(Reductions[name].Make(true, false), x, Ints(1)).dtype);
        Equal([2], [1, 3], Run(new ReduceMean(false), x, Ints(1)));
        Equal([2], [0, 1], Run(new ReduceMax(false), tensor(new[] { false, false, true, false }).reshape(2, 2), Ints(1)));
        Equal([1], [int.MinValue], Run(new ReduceMax(), zeros(0, ScalarType.Int32)));
        Equal([1], [1], Run(new ReduceMin(), zeros(0, ScalarType.Bool)));
    }

    private static void Close(long[] shape, double[] expected, Tensor actual)
    {
        Assert.Equal(shape, actual.shape);
        foreach (var (e, a) in expected.Zip(actual.contiguous().data<double>().ToArray()))
            Assert.True(Math.Abs(e - a) <= Rounding * Math.Max(1, Math.Abs(e)), $"Expected {e:r}, got {a:r}.");
    }
}
