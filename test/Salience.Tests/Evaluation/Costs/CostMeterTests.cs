using Salience.Evaluation.Costs;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Costs;

[NoTensorLeaks]
[Collection(AloneCollection.Name)]
public sealed class CostMeterTests
{
    [Fact]
    public void Passes_within_the_work_count_and_others_do_not()
    {
        PassMeter.CountForward(5);
        var (result, cost) = CostMeter.Measure(() =>
        {
            PassMeter.CountForward(3);
            PassMeter.CountBackward(2);
            return "done";
        });
        PassMeter.CountBackward(7);

        Assert.Equal(("done", 3L, 2L), (result, cost.Forward, cost.Backward));
    }

    [Fact]
    public void Time_is_that_of_the_work()
    {
        var (_, cost) = CostMeter.Measure(() =>
        {
            Thread.Sleep(60);
            return 0;
        });

        Assert.InRange(cost.Seconds, 0.06, 30);
    }

    [Fact]
    public void Memory_is_what_the_work_holds_at_its_peak_though_it_gives_it_back()
    {
        const int bytes = 160_000_000;
        int Fill(int size)
        {
            using var block = ones([size / 4], ScalarType.Float32);
            return 1;
        }

        Fill(4000);
        var (_, cost) = CostMeter.Measure(() => Fill(bytes));

        Assert.Equal(OperatingSystem.IsLinux(), cost.PeakBytes is not null);
        if (cost.PeakBytes is { } peak)
            Assert.InRange(peak, 0.8 * bytes, 4.0 * bytes);
        Assert.Null(CostMeter.Measure(() => Fill(bytes), memory: false).Cost.PeakBytes);
    }
}
