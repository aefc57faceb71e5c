using Salience.Attribution;
using Salience.Decomposition;
using Salience.Networks;
using Salience.Operators;
using Salience.Tests.Decomposition;
using static TorchSharp.torch;

namespace Salience.Tests.Networks;

/// <summary>What runs through a network is counted by rows, on the thread that asked.</summary>
[NoTensorLeaks]
public sealed class PassMeterTests
{
    [Theory]
    [InlineData("saliency", 3, 3)]
    [InlineData("grad-cam:layer=act2", 3, 3)]
    [InlineData("smoothgrad:samples=4", 3 + 3 * 4, 3 * 4)]
    [InlineData("integrated-gradients:steps=5", 3 + 3 + 3 * 5, 3 * 5)]
    [InlineData("rise:masks=6,grid=3", 3 + 3 * 6, 0)]
    [InlineData("sobel", 3, 0)]
    public void A_method_takes_the_passes_that_its_cost_says(string text, int forward, int backward)
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Relu());
        using var method = AttributionMethods.Create(text, network);
        var images = SmallNetworks.Images(5, 3);

        using var meter = PassMeter.Start();
        method.Explain(images, Target.ArgMax).Dispose();

        Assert.Equal((forward, backward), (meter.Forward, meter.Backward));
    }

    [Fact]
    public void Fullgrad_takes_one_pass_each_way_once_it_knows_where_values_lie()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Relu());
        using var method = AttributionMethods.Create("fullgrad", network);
        var images = SmallNetworks.Images(5, 2);
        method.Explain(images, Target.ArgMax).Dispose();

        using var meter = PassMeter.Start();
        method.Explain(images, Target.ArgMax).Dispose();

        Assert.Equal((2, 2), (meter.Forward, meter.Backward));
    }

    [Fact]
    public void A_meter_within_another_counts_for_both_until_it_ends()
    {
        using var outer = PassMeter.Start();
        using (var inner = PassMeter.Start())
        {
            PassMeter.CountForward(2);
            PassMeter.CountBackward(1);
            Assert.Equal((2, 1), (inner.Forward, inner.Backward));
        }

        PassMeter.CountForward(3);
        Assert.Equal((5, 1), (outer.Forward, outer.Backward));
    }

    [Fact]
    public void Other_threads_are_not_counted()
    {
        using var meter = PassMeter.Start();
        var thread = new Thread(() => PassMeter.CountForward(7));
        thread.Start();
        thread.Join();

        Assert.Equal(0, meter.Forward);
    }
}
