using Salience.Cli.Decomposing;

namespace Salience.Tests.Cli;

/// <summary>Which layers a panel shows.</summary>
public sealed class LayerTilesTests
{
    [Fact]
    public void The_greatest_of_each_stretch_is_chosen_in_order()
    {
        int[] sizes = [1, 5, 2, 9, 8, 3, 4, 0];

        Assert.Equal([5, 9, 8, 4], LayerTiles.Spread(sizes, 4, size => size));
        Assert.Equal([5, 9, 4], LayerTiles.Spread(sizes, 3, size => size));
    }

    [Fact]
    public void Few_are_all_chosen() => Assert.Equal([3, 1, 2], LayerTiles.Spread([3, 1, 2], 3, size => size));

    [Theory]
    [InlineData(10)]
    [InlineData(17)]
    [InlineData(100)]
    public void As_many_as_allowed_are_chosen_from_the_first_stretch_to_the_last(int count)
    {
        var chosen = LayerTiles.Spread([.. Enumerable.Range(0, count)], 9, index => index);

        Assert.Equal(9, chosen.Count);
        Assert.Equal(count - 1, chosen[^1]);
        Assert.True(chosen[0] <= count / 9);
    }
}
