using Salience.Evaluation.Experiments.Perturbation;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Experiments.Perturbation;

[NoTensorLeaks]
public sealed class PixelRanksTests
{
    [Fact]
    public void The_rank_is_the_number_of_pixels_that_are_less_salient()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var maps = randn([3, 1, 5, 7], ScalarType.Float64, generator: generator);
        var ranks = PixelRanks.Of(maps, PixelRanks.TieOrders([4, 5, 6], 35, 1));
        Assert.Equal((ScalarType.Int32, "3 5 7"), (ranks.dtype, string.Join(' ', ranks.shape)));
        for (var n = 0; n < 3; n++)
        {
            var (values, found) = (maps[n].flatten().data<double>().ToArray(), ranks[n].flatten().data<int>().ToArray());
            Assert.Equal(values.Select(v => values.Count(o => o < v)), found);
        }
    }

    [Fact]
    public void Ties_are_broken_by_an_order_of_the_item_and_seed_alone()
    {
        using var scope = NewDisposeScope();
        var ties = PixelRanks.TieOrders([4, 9], 64, 7);
        var flat = PixelRanks.Of(ones(2, 1, 8, 8), ties).flatten(1);
        for (var n = 0; n < 2; n++)
        {
            var order = ties[n].data<long>().ToArray();
            Assert.Equal(Enumerable.Range(0, 64), order.Select(p => flat[n, p].item<int>()));
        }

        Assert.False(flat[0].allclose(flat[1], 0, 0));
        Assert.True(ties[1].allclose(PixelRanks.TieOrders([9], 64, 7)[0], 0, 0));
        Assert.False(ties[1].allclose(PixelRanks.TieOrders([9], 64, 8)[0], 0, 0));
    }
}
