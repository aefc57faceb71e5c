using Salience.Evaluation.Experiments;
using Salience.Evaluation.Maps;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Experiments;

/// <summary>What maps cost: exact passes, and times of maps that take a known time.</summary>
[NoTensorLeaks]
[Collection(AloneCollection.Name)]
public sealed class CostExperimentTests
{
    [Theory]
    [InlineData("saliency", 1, 1)]
    [InlineData("input-x-gradient", 1, 1)]
    [InlineData("fullgrad", 1, 1)]
    [InlineData("fullgrad:preset=signed", 1, 1)]
    [InlineData("integrated-gradients:steps=6", 8, 6)] // picture and black reference once each
    [InlineData("smoothgrad:samples=7", 8, 7)]
    [InlineData("rise:masks=9", 10, 0)]
    [InlineData("occlusion:window=16,stride=16", 17, 0)] // 4 × 4 windows
    [InlineData("scattered", 0, 0)]
    public void Passes_are_exact_for_every_picture(string method, int forward, int backward)
    {
        using var network = GlyphNetworks.Small(1);
        var figures = MeasuredCell.Of(new CostExperiment(new CostSettings(Repeats: 1)), ExperimentCells.Subject(network), "all", method, limit: 2);

        Assert.All(figures["forward"], v => Assert.Equal(forward, v));
        Assert.All(figures["backward"], v => Assert.Equal(backward, v));
    }

    [Fact]
    public void The_first_call_does_not_count_and_of_the_others_the_shortest()
    {
        using var network = GlyphNetworks.Small(1);
        var calls = 0;
        using var slow = new GivenMaps("slow", r =>
        {
            // The preparing call, that for memory, and then three for each picture.
            int[] waits = [900, 600, 500, 60, 400];
            Thread.Sleep(waits[calls++]);
            return zeros(1, 1, 64, 64);
        });
        var figures = MeasuredCell.Of(new CostExperiment(), ExperimentCells.Subject(network), "all", slow, limit: 1);

        Assert.Equal(5, calls);
        Assert.InRange(figures["seconds"][0], 0.06, 0.4);
        Assert.Equal(figures["seconds"][0] / figures["pass-seconds"][0], figures["passes-of-time"][0], 1e-9);
        Assert.True(figures["pass-seconds"][0] > 0);
    }

    [Fact]
    public void Pictures_are_explained_one_by_one_for_what_the_network_says()
    {
        using var network = GlyphNetworks.Small(1);
        var asked = new List<(int Count, int Item, long Class)>();
        using var seen = new GivenMaps("seen", r =>
        {
            using var scope = NewDisposeScope();
            asked.Add(((int)r.Images.shape[0], r.Items.Single(), r.Target.Select(arange(10, ScalarType.Float32).view(1, 10)).Classes![0]));
            return zeros([1, 1, 64, 64]).MoveToOuterDisposeScope();
        });
        var subject = ExperimentCells.Subject(network);
        MeasuredCell.Of(new CostExperiment(new CostSettings(1)), subject, "all", seen, limit: 2);

        using var chunk = new ItemChunk(subject, [0, 1], 2);
        Assert.Equal([(1, 0), (1, 1)], asked.Select(a => (a.Count, a.Item)).Distinct());
        Assert.All(asked, a => Assert.Equal(chunk.Predicted[a.Item], a.Class));
    }

    [Fact]
    public void Memory_is_a_figure_on_Linux_only()
    {
        using var network = GlyphNetworks.Small(1);
        using var large = new GivenMaps("large", r => ones([40_000_000], ScalarType.Float32)[..4096].reshape(1, 1, 64, 64).clone());
        var memory = MeasuredCell.Of(new CostExperiment(new CostSettings(1)), ExperimentCells.Subject(network), "all", large, limit: 1)["memory"][0];

        if (OperatingSystem.IsLinux())
            Assert.InRange(memory, 0.8 * 160, 4.0 * 160);
        else
            Assert.Equal(double.NaN, memory);
    }

    [Fact]
    public void Random_numbers_are_no_control_of_cost_and_nothing_cannot_be_repeated()
    {
        Assert.Empty(new CostExperiment().Controls);
        Assert.Contains("repeats=0", Assert.Throws<ArgumentException>(() => new CostExperiment(new CostSettings(0))).Message, StringComparison.Ordinal);
    }
}
