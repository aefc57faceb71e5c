using Salience.Evaluation.Statistics;

namespace Salience.Tests.Evaluation.Statistics;

public sealed class HolmTests
{
    [Fact]
    public void Each_p_value_is_multiplied_by_the_number_of_those_not_yet_rejected()
    {
        // By hand: 0.005·4, 0.01·3, 0.03·2, and 0.04·1 raised to the one before.
        double[] expected = [0.03, 0.06, 0.06, 0.02];
        Assert.All(Holm.Correct([0.01, 0.04, 0.03, 0.005]).Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 12));
    }

    [Fact]
    public void No_corrected_value_is_above_1_and_none_is_needed_for_one_test()
    {
        Assert.Equal([1, 1, 1], Holm.Correct([0.5, 0.9, 0.7]));
        Assert.Equal([0.2], Holm.Correct([0.2]));
        Assert.Empty(Holm.Correct([]));
    }
}
