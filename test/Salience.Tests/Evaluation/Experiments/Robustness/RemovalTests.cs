using Salience.Evaluation.Experiments.Robustness;
using Salience.Evaluation.Randomness;
using Salience.Evaluation.Subjects;
using Salience.Networks;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Experiments.Robustness;

[NoTensorLeaks]
public sealed class RemovalTests
{
    [Theory]
    [InlineData(20, 31)]
    [InlineData(8, 8)]
    [InlineData(2, 5)]
    public void A_square_mask_is_one_square_within_the_picture_of_10_to_40_percent_of_its_shorter_side(int height, int width)
    {
        using var masks = SquareMasks.Draw(40, height, width, new RandomStream(4));
        var values = masks.data<bool>().ToArray();
        Assert.Equal([40, 1, height, width], masks.shape);
        var sides = new HashSet<int>();
        for (var k = 0; k < 40; k++)
        {
            var inside = Enumerable.Range(0, height * width).Where(p => values[k * height * width + p]).Select(p => (Row: p / width, Column: p % width)).ToList();
            var side = inside.Max(p => p.Row) - inside.Min(p => p.Row) + 1;
            Assert.Equal(side, inside.Max(p => p.Column) - inside.Min(p => p.Column) + 1);
            Assert.Equal(side * side, inside.Count);
            sides.Add(side);
        }

        var shorter = Math.Min(height, width);
        Assert.Equal((Math.Max(1, (int)Math.Round(0.1 * shorter)), Math.Max(1, (int)Math.Round(0.4 * shorter))), (sides.Min(), sides.Max()));
    }

    [Fact]
    public void Orders_are_permutations_and_sets_of_more_pixels_hold_those_of_fewer()
    {
        using var orders = PixelOrders.Draw(6, 35, new RandomStream(4));
        var rows = orders.data<long>().ToArray().Chunk(35).ToList();
        Assert.All(rows, row => Assert.Equal(Enumerable.Range(0, 35).Select(p => (long)p), row.Order()));
        Assert.Equal(6, rows.Select(row => string.Join(' ', row)).Distinct().Count());
        using Tensor few = PixelOrders.Masks(orders, 4, 5, 7), many = PixelOrders.Masks(orders, 20, 5, 7);
        Assert.Equal([6, 1, 5, 7], few.shape);
        bool[] small = few.data<bool>().ToArray(), large = many.data<bool>().ToArray();
        for (var k = 0; k < 6; k++)
        {
            Assert.Equal(rows[k].Take(4).Order(), Enumerable.Range(0, 35).Where(p => small[k * 35 + p]).Select(p => (long)p));
            Assert.Equal(20, large.AsSpan(k * 35, 35).Count(true));
        }

        Assert.All(small.Zip(large), pair => Assert.True(!pair.First || pair.Second));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(100)]
    public void Drops_are_those_of_pictures_removed_one_by_one_and_no_pass_is_larger_than_asked_for(int batch)
    {
        using var scope = NewDisposeScope();
        var counter = new PassSizes();
        using var network = Counted(counter);
        using var generator = new Generator(5);
        var picture = randn([1, 2, 6, 7], ScalarType.Float64, generator: generator);
        var masks = SquareMasks.Draw(9, 6, 7, new RandomStream(1));
        using var drops = Removal.Drops(new EvaluationModel(network, "net", "00"), picture, 1, masks, batch, CancellationToken.None);
        Assert.InRange(counter.Largest, 1, Math.Min(batch, 9));

        var (inside, values) = (masks.data<bool>().ToArray(), picture.data<double>().ToArray());
        var whole = network.Run(picture)[0, 1].item<double>();
        for (var k = 0; k < 9; k++)
        {
            double[] removed = [.. values.Select((v, p) => inside[k * 42 + p % 42] ? 0 : v)];
            Assert.Equal(whole - network.Run(tensor(removed, [1, 2, 6, 7]))[0, 1].item<double>(), drops[k].item<double>(), 1e-12);
        }
    }

    private static Network Counted(PassSizes counter)
    {
        var builder = new NetworkBuilder();
        var x = builder.AddInput("x", ScalarType.Float64, null, 2, 6, 7);
        using var generator = new Generator(8);
        var weight = builder.AddParameter("weight", randn([3, 84], ScalarType.Float64, generator: generator));
        var rectified = builder.Add("relu", new Relu(), builder.Add("fc", new Gemm(transposeB: true), builder.Add("flat", new Flatten(), builder.Add("count", counter, x)), weight));
        return builder.Build(rectified);
    }

    private sealed class PassSizes : SingleOutputOperator
    {
        public long Largest { get; private set; }

        public override OperatorKind Kind => OperatorKind.Homogeneous;

        protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
        {
            Largest = Math.Max(Largest, inputs[0]!.shape[0]);
            return inputs[0]!.alias();
        }
    }
}
