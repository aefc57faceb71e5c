using Salience.Operators;
using TorchSharp;
using static Salience.Tests.Operators.OperatorIdentity;
using static Salience.Tests.Operators.OperatorRuns;
using static TorchSharp.torch;

namespace Salience.Tests.Operators;

/// <summary>Operators that move and copy elements.</summary>
[NoTensorLeaks]
public class StructuralOperatorTests
{
    [Theory]
    [InlineData(0L, null, new long[] { 2, 3, 4 })]
    [InlineData(1L, null, new long[] { 3, 4 })]
    [InlineData(-1L, null, new long[] { 4 })]
    [InlineData(0L, -1L, new long[] { 2, 3 })]
    [InlineData(-9L, 9L, new long[] { 2, 3, 4 })]
    [InlineData(2L, 1L, new long[0])]
    public void Shape_cuts_the_list_of_sizes_as_Python_does(long start, long? end, long[] expected)
    {
        using var scope = NewDisposeScope();
        var shape = Run(new Shape(start, end), zeros(2, 3, 4));
        Assert.Equal(ScalarType.Int64, shape.dtype);
        Assert.Equal([expected.Length], shape.shape);
        Assert.Equal(expected, IntegerList.Of(shape));
    }

    [Fact]
    public void Size_counts_the_elements()
    {
        using var scope = NewDisposeScope();
        Equal([], [24], Run(new Salience.Operators.Size(), zeros(2, 3, 4)));
    }

    [Theory]
    [InlineData(new long[] { 0, -1 }, false, new long[] { 2, 12 })]
    [InlineData(new long[] { 4, 0, 2 }, false, new long[] { 4, 3, 2 })]
    [InlineData(new long[] { -1 }, false, new long[] { 24 })]
    public void Reshape_copies_sizes_at_0_and_infers_minus_1(long[] shape, bool allowZero, long[] expected)
    {
        using var scope = NewDisposeScope();
        var x = Count(2, 3, 4);
        Equal(expected, [.. Enumerable.Range(0, 24)], Run(new Reshape(allowZero), x, Ints(shape)));
    }

    [Fact]
    public void Reshape_of_nothing_keeps_zero_sizes_and_infers_the_rest()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([3, 4, 0], Run(new Reshape(allowZero: true), zeros(0, 3, 4), Ints(3, 4, 0)).shape);
        Assert.Equal([0, 12], Run(new Reshape(), zeros(0, 3, 4), Ints(0, -1)).shape);
        Assert.Equal([3, 0], Run(new Reshape(), zeros(0, 3, 4), Ints(3, -1)).shape);
    }

    [Theory]
    [InlineData(0, 1, 24)]
    [InlineData(1, 2, 12)]
    [InlineData(-1, 6, 4)]
    [InlineData(3, 24, 1)]
    public void Flatten_makes_a_matrix_at_any_axis(long axis, long rows, long columns)
    {
        using var scope = NewDisposeScope();
        Assert.Equal([rows, columns], Run(new Flatten(axis), Count(2, 3, 4)).shape);
    }

    [Fact]
    public void Squeeze_and_unsqueeze_count_axes_in_the_larger_tensor()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([1, 3, 1], Run(new Squeeze(), zeros(1, 1, 3, 1), Ints(-3)).shape);
        Assert.Equal([3], Run(new Squeeze(), zeros(1, 1, 3, 1)).shape);
        Assert.Equal([3, 4, 1, 5, 1, 1], Run(new Unsqueeze(), zeros(3, 4, 5), Ints(5, 4, 2)).shape);
        Assert.Throws<ArgumentException>(() => Run(new Squeeze(), zeros(1, 3), Ints(1)));
    }

    [Fact]
    public void Transpose_without_a_permutation_reverses_the_axes()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([4, 3, 2], Run(new Transpose(), Count(2, 3, 4)).shape);
        Equal([3, 2], [0, 3, 1, 4, 2, 5], Run(new Transpose([1, 0]), Count(2, 3)));
    }

    [Theory]
    [InlineData(0, 10, 3, new double[] { 0, 3, 6 })]
    [InlineData(-3, long.MaxValue, 1, new double[] { 4, 5, 6 })]
    [InlineData(5, 2, 1, new double[0])]
    [InlineData(long.MaxValue, long.MinValue, -1, new double[] { 6, 5, 4, 3, 2, 1, 0 })]
    [InlineData(5, 0, -2, new double[] { 5, 3, 1 })]
    [InlineData(-1, -9, -3, new double[] { 6, 3, 0 })]
    [InlineData(2, 5, -1, new double[0])]
    [InlineData(4, int.MinValue, long.MinValue, new double[] { 4 })]
    [InlineData(3, 7, long.MaxValue, new double[] { 3 })]
    public void Slice_clamps_its_bounds_and_walks_backwards(long start, long end, long step, double[] expected)
    {
        using var scope = NewDisposeScope();
        Equal([2, expected.Length], [.. expected, .. expected.Select(v => v + 7)], Run(new Slice(), Count(2, 7), Ints(start), Ints(end), Ints(-1), Ints(step)));
    }

    [Theory]
    [InlineData(new long[] { 3, 3, 1 }, 7L)]
    [InlineData(new long[] { 2, 2, 2 }, 6L)]
    [InlineData(new long[] { 1, 1, 0 }, 2L)]
    public void Split_into_a_number_of_pieces_makes_the_last_ones_smaller(long[] sizes, long size)
    {
        using var scope = NewDisposeScope();
        var pieces = new Split(3, axis: -1).Forward([Count(2, size)]);
        Assert.Equal(sizes, pieces.Select(p => p.shape[1]));
    }

    [Fact]
    public void Split_into_given_sizes_allows_empty_pieces()
    {
        using var scope = NewDisposeScope();
        var pieces = new Split(3).Forward([Count(4), Ints(3, 0, 1)]);
        Equal([3], [0, 1, 2], pieces[0]);
        Equal([0], [], pieces[1]);
        Equal([1], [3], pieces[2]);
        Assert.Throws<ArgumentException>(() => new Split(2).Forward([Count(4), Ints(3, 2)]));
    }

    [Fact]
    public void Gather_puts_the_shape_of_the_indices_in_place_of_the_axis()
    {
        using var scope = NewDisposeScope();
        Equal([2, 2, 1], [2, 0, 5, 3], Run(new Gather(1), Count(2, 3), Ints(-1, 0).reshape(2, 1)));
        Equal([2], [2, 5], Run(new Gather(-1), Count(2, 3), tensor(-1, ScalarType.Int32)));
    }

    [Fact]
    public void GatherElements_takes_a_position_for_every_place()
    {
        using var scope = NewDisposeScope();
        Equal([1, 2], [3, 1], Run(new GatherElements(0), Count(2, 3), Ints(-1, 0).reshape(1, 2)));
    }

    [Fact]
    public void GatherND_reads_coordinates_after_its_batch_dimensions()
    {
        using var scope = NewDisposeScope();
        Equal([2], [0, 3], Run(new GatherND(), Count(2, 2), Ints(0, 0, 1, -1).reshape(2, 2)));
        Equal([2, 2], [2, 3, 4, 5], Run(new GatherND(1), Count(2, 2, 2), Ints(1, 0).reshape(2, 1)));
        Equal([2, 1, 2], [2, 3, 4, 5], Run(new GatherND(), Count(2, 2, 2), Ints(0, 1, 1, 0).reshape(2, 1, 2)));
    }

    [Fact]
    public void Compress_takes_a_condition_shorter_than_the_axis()
    {
        using var scope = NewDisposeScope();
        var condition = tensor(new[] { false, true });
        Equal([1, 2], [2, 3], Run(new Compress(0), Count(3, 2), condition));
        Equal([1], [1], Run(new Compress(), Count(3, 2), condition));
    }

    [Fact]
    public void Expand_broadcasts_both_ways_and_tile_repeats()
    {
        using var scope = NewDisposeScope();
        Equal([2, 3, 2], [0, 0, 1, 1, 2, 2, 0, 0, 1, 1, 2, 2], Run(new Expand(), Count(3, 1), Ints(2, 1, 2)));
        Equal([2, 4], [0, 1, 0, 1, 2, 3, 2, 3], Run(new Tile(), Count(2, 2), Ints(1, 2)));
        Equal([2, 4], [0, 1, 0, 1, 2, 3, 2, 3], Run(new TileAlongAxis(), Count(2, 2), Int(2), Int(1)));
        Assert.Throws<ArgumentException>(() => Run(new Expand(), Count(3, 1), Ints(2, 2)));
    }

    [Fact]
    public void ReverseSequence_turns_round_only_the_first_elements()
    {
        using var scope = NewDisposeScope();
        Equal([2, 3], [1, 0, 2, 5, 4, 3], Run(new ReverseSequence(batchAxis: 0, timeAxis: 1), Count(2, 3), Ints(2, 3)));
        Equal([3, 2], [2, 5, 0, 3, 4, 1], Run(new ReverseSequence(), Count(3, 2), Ints(2, 3)));
    }

    [Fact]
    public void Trilu_moves_its_diagonal()
    {
        using var scope = NewDisposeScope();
        Equal([2, 3], [0, 1, 2, 0, 0, 5], Run(new Trilu(), Count(2, 3), Int(1)));
        Equal([2, 3], [0, 0, 0, 3, 4, 0], Run(new Trilu(upper: false), Count(2, 3)));
    }

    [Fact]
    public void Integer_shape_arithmetic_passes_through_every_structural_operator()
    {
        using var scope = NewDisposeScope();
        var shape = Run(new Shape(), zeros(2, 3, 4));
        var tail = Run(new Slice(), shape, Ints(1), Ints(3));
        var head = Run(new Unsqueeze(), Run(new Gather(), shape, Int(0)), Ints(0));
        Assert.Equal([2, 3, 4], IntegerList.Of(Run(new Concat(0), head, tail)));
        Assert.Equal([4, 2], IntegerList.Of(Run(new Slice(), shape, Ints(-1), Ints(-9), Ints(0), Ints(-2))));
    }

    [Fact]
    public void The_bias_of_a_concatenation_is_its_constant_part()
    {
        using var scope = NewDisposeScope();
        var (token, patches) = (Normal(1, 2, 1, 3), Normal(2, 2, 4, 3));
        CheckSubsets(new Concat(1), [token, patches], 0, 1);
        Assert.Equal(BiasKind.Explicit, new Concat(1).BiasOf([false, true]));
        Assert.Equal(BiasKind.None, new Concat(1).BiasOf([true, true]));
        var bias = new Concat(1).Bias(new OperatorCall([token, patches], [false, true], [Run(new Concat(1), token, patches)]))[0]!;
        Assert.True(bias.narrow(1, 0, 1).equal(token).all().ToBoolean());
        Assert.Equal(0, bias.narrow(1, 1, 4).abs().sum().ToDouble());
    }

    public static TheoryData<string> Moving => [.. Moves.Keys];

    private static readonly Dictionary<string, Func<(Operator Operation, Tensor?[] Inputs)>> Moves = new()
    {
        ["Reshape"] = () => (new Reshape(), [Normal(1, 2, 6), Ints(3, -1)]),
        ["Flatten"] = () => (new Flatten(2), [Normal(1, 2, 3, 2)]),
        ["Squeeze"] = () => (new Squeeze(), [Normal(1, 2, 1, 3), Ints(1)]),
        ["Unsqueeze"] = () => (new Unsqueeze(), [Normal(1, 2, 3), Ints(1)]),
        ["Transpose"] = () => (new Transpose([2, 0, 1]), [Normal(1, 2, 3, 4)]),
        ["Split"] = () => (new Split(2, 1), [Normal(1, 2, 5)]),
        ["Slice"] = () => (new Slice(), [Normal(1, 4, 5), Ints(0, 4), Ints(3, 0), Ints(0, 1), Ints(2, -2)]),
        ["Gather"] = () => (new Gather(1), [Normal(1, 2, 5), Ints(4, 4, -5)]),
        ["GatherElements"] = () => (new GatherElements(1), [Normal(1, 2, 5), Ints(4, 4, 0, -1).reshape(2, 2)]),
        ["GatherND"] = () => (new GatherND(1), [Normal(1, 2, 5, 3), Ints(4, -2).reshape(2, 1)]),
        ["Compress"] = () => (new Compress(1), [Normal(1, 2, 3), tensor(new[] { true, false, true })]),
        ["Expand"] = () => (new Expand(), [Normal(1, 3, 1), Ints(2, 3, 4)]),
        ["Tile"] = () => (new Tile(), [Normal(1, 3, 1), Ints(2, 3)]),
        ["TileAlongAxis"] = () => (new TileAlongAxis(), [Normal(1, 3, 2), Int(2), Int(1)]),
        ["ReverseSequence"] = () => (new ReverseSequence(), [Normal(1, 3, 2), Ints(2, 3)]),
        ["Trilu"] = () => (new Trilu(), [Normal(1, 3, 3), null]),
        ["TopK"] = () => (new TopK(), [Normal(1, 3, 5), Ints(2)]),
    };

    [Theory]
    [MemberData(nameof(Moving))]
    public void An_operator_that_moves_elements_has_no_bias(string name)
    {
        using var scope = NewDisposeScope();
        var (operation, inputs) = Moves[name]();
        var active = inputs.Select((_, i) => i == 0).ToArray();
        Assert.Equal(BiasKind.None, operation.BiasOf(active));
        Check(operation, inputs, active);
    }
}
