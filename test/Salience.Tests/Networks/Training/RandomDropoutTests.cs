using Salience.Networks.Training;
using Salience.Operators;
using static Salience.Tests.Networks.Training.TrainingNetworks;
using static TorchSharp.torch;

namespace Salience.Tests.Networks.Training;

[NoTensorLeaks]
public class RandomDropoutTests
{
    private const int Length = 100_000;

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public void Elements_are_dropped_with_the_ratio_and_the_rest_is_scaled_up(double ratio)
    {
        var values = Drop(ratio, seed: 1, step: 2, node: 3);

        Assert.All(values, v => Assert.True(v == 0 || Math.Abs(v - 2 / (1 - ratio)) < 1e-12, $"{v}"));
        // Five standard errors of a share.
        Assert.Equal(ratio, values.Count(v => v == 0) / (double)Length, 5 * Math.Sqrt(ratio * (1 - ratio) / Length));
    }

    [Fact]
    public void What_is_dropped_depends_on_seed_step_and_node_only()
    {
        var first = Drop(0.5, seed: 1, step: 2, node: 3);

        Assert.Equal(first, Drop(0.5, seed: 1, step: 2, node: 3));
        foreach (var other in (double[][])[Drop(0.5, 2, 2, 3), Drop(0.5, 1, 3, 3), Drop(0.5, 1, 2, 4)])
        {
            var common = first.Zip(other).Count(p => p.First == p.Second) / (double)Length;
            Assert.Equal(0.5, common, 5 * 0.5 / Math.Sqrt(Length));
        }
    }

    [Fact]
    public void A_ratio_of_zero_keeps_and_of_one_drops_everything()
    {
        Assert.All(Drop(0, 1, 1, 1), v => Assert.Equal(2, v));
        Assert.All(Drop(1, 1, 1, 1), v => Assert.Equal(0, v));
        Assert.Throws<ArgumentException>(() => Drop(1.5, 1, 1, 1));
    }

    [Fact]
    public void Gradients_pass_where_elements_were_kept()
    {
        using var scope = NewDisposeScope();
        var x = full([1000], 2.0, ScalarType.Float64).requires_grad_(true);
        var y = Run(x, 0.25, new RunMode(true, 5), withMask: true);
        y[0].sum().backward();

        Assert.Equal(Numbers(y[0] / 2), Numbers(x.grad!));
        Assert.Equal(Numbers(y[0] != 0), Numbers(y[1]));
    }

    [Fact]
    public void Nothing_is_dropped_in_evaluation()
    {
        using var scope = NewDisposeScope();
        var x = arange(10, ScalarType.Float64);

        Assert.Equal(Numbers(x), Numbers(Run(x, 0.9, RunMode.Evaluation)[0]));
    }

    [Fact]
    public void A_network_drops_anew_at_each_step()
    {
        using var scope = NewDisposeScope();
        using var network = Small(1, dropout: 0.5);
        using var training = new TrainableNetwork(network, seed: 9);
        using var twin = new TrainableNetwork(network, seed: 9);
        using var other = new TrainableNetwork(network, seed: 10);
        var (images, _) = Batch(2, 4);

        var first = Numbers(training.Forward(images, 0));

        Assert.Equal(first, Numbers(training.Forward(images, 0)));
        Assert.Equal(first, Numbers(twin.Forward(images, 0)));
        Assert.NotEqual(first, Numbers(training.Forward(images, 1)));
        Assert.NotEqual(first, Numbers(other.Forward(images, 0)));
    }

    private static double[] Drop(double ratio, long seed, long step, int node)
    {
        using var scope = NewDisposeScope();
        return Numbers(Run(full([Length], 2.0, ScalarType.Float64), ratio, new RunMode(true, step), seed: seed, node: node)[0]);
    }

    private static Tensor[] Run(Tensor x, double ratio, RunMode mode, bool withMask = false, long seed = 1, int node = 1) =>
        new RandomDropout(new Dropout(), withMask, seed, node).Run([x, tensor(ratio)], mode);
}
