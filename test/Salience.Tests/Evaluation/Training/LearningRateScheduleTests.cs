using Salience.Evaluation.Training;

namespace Salience.Tests.Evaluation.Training;

public class LearningRateScheduleTests
{
    private const double Rounding = 1e-12;

    private static double[] Factors(LearningRateSchedule schedule, int steps) => [.. Enumerable.Range(0, steps).Select(s => schedule.FactorAt(s, steps))];

    [Fact]
    public void A_constant_rate_stays_at_one()
    {
        Assert.All(Factors(LearningRateSchedule.Constant(), 7), f => Assert.Equal(1, f));
    }

    [Fact]
    public void A_cosine_falls_from_one_to_the_final_factor()
    {
        var factors = Factors(LearningRateSchedule.Cosine(finalFactor: 0.2), 10);

        for (var s = 0; s < 10; s++)
            Assert.Equal(0.2 + 0.8 * (1 + Math.Cos(Math.PI * s / 10)) / 2, factors[s], Rounding);
        Assert.Equal(1, factors[0]);
        Assert.Equal(0.6, factors[5], Rounding);
    }

    [Fact]
    public void A_warm_up_rises_in_equal_steps_and_the_cosine_follows()
    {
        var factors = Factors(LearningRateSchedule.Cosine(warmUp: 0.4), 10);

        Assert.Equal([0.25, 0.5, 0.75, 1, 1], factors[..5], (a, b) => Math.Abs(a - b) < Rounding);
        Assert.Equal(0.5, factors[7], Rounding);
    }

    [Fact]
    public void One_cycle_is_the_one_of_PyTorch()
    {
        // torch.optim.lr_scheduler.OneCycleLR(max_lr=1, total_steps=10): peak at 0.3·10 − 1 = 2, start 1/25, end 1/25/10⁴.
        var factors = Factors(LearningRateSchedule.OneCycle(), 10);

        Assert.Equal(0.04, factors[0], Rounding);
        Assert.Equal(0.52, factors[1], Rounding);
        Assert.Equal(1, factors[2], Rounding);
        Assert.Equal(4e-6, factors[9], Rounding);
        for (var s = 3; s < 10; s++)
            Assert.Equal(4e-6 + (1 - 4e-6) * (1 + Math.Cos(Math.PI * (s - 2) / 7.0)) / 2, factors[s], Rounding);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1000)]
    public void Every_factor_is_between_zero_and_one_for_any_number_of_steps(int steps)
    {
        LearningRateSchedule[] schedules =
        [
            LearningRateSchedule.Constant(0.5), LearningRateSchedule.Cosine(), LearningRateSchedule.Cosine(1), LearningRateSchedule.OneCycle(),
            LearningRateSchedule.OneCycle(0), LearningRateSchedule.OneCycle(1),
        ];
        foreach (var schedule in schedules)
        {
            var factors = Factors(schedule, steps);
            Assert.All(factors, f => Assert.InRange(f, 0, 1));
            Assert.Contains(factors, f => f > 0.9);
        }
    }

    [Fact]
    public void Shares_outside_zero_and_one_and_steps_outside_the_training_are_refused()
    {
        Assert.Contains("WarmUp", Assert.Throws<ArgumentException>(() => LearningRateSchedule.Cosine(warmUp: 1.5)).Message, StringComparison.Ordinal);
        Assert.Contains("FinalFactor", Assert.Throws<ArgumentException>(() => LearningRateSchedule.Cosine(finalFactor: double.NaN)).Message, StringComparison.Ordinal);
        Assert.Contains("StartFactor", Assert.Throws<ArgumentException>(() => LearningRateSchedule.OneCycle(startFactor: -1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.Cosine().FactorAt(5, 5));
    }
}
