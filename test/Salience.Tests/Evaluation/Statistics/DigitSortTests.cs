using Salience.Evaluation.Randomness;
using Salience.Evaluation.Statistics;

namespace Salience.Tests.Evaluation.Statistics;

public class DigitSortTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void The_order_is_that_of_a_stable_sort_by_comparison(int count)
    {
        var random = new RandomStream(2, count);
        double[][] lists =
        [
            Make(_ => random.NextNormal()),
            Make(_ => (float)random.NextNormal()),
            Make(_ => random.Next(5) - 2),
            Make(_ => random.NextNormal() * Math.Pow(10, random.Next(600) - 300)),
            Make(i => i % 7 switch { 0 => double.NaN, 1 => -0.0, 2 => 0.0, 3 => double.NegativeInfinity, 4 => double.PositiveInfinity, 5 => double.Epsilon, _ => -double.Epsilon }),
            Make(i => (i % 6) switch { 0 => -0.0, 1 => 0.0, 2 => double.NegativeInfinity, 3 => double.PositiveInfinity, 4 => float.Epsilon, _ => -float.Epsilon }),
        ];
        foreach (var values in lists)
        {
            var order = new int[count];
            DigitSort.Order(values, order);
            Assert.Equal(Enumerable.Range(0, count).OrderBy(i => values[i]).ToArray(), order);
        }

        double[] Make(Func<int, double> value) => [.. Enumerable.Range(0, count).Select(value)];
    }
}
