using Salience.Evaluation.Randomization;
using Salience.Networks;
using Salience.Operators;
using Salience.Tests.Decomposition;
using Salience.Zoo;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Randomization;

/// <summary>Networks with layers drawn anew.</summary>
[NoTensorLeaks]
public class NetworkRandomizerTests
{
    [Fact]
    public void A_layer_is_its_weight_its_bias_and_the_normalisation_behind_it()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Relu());

        var layers = RandomizableLayer.Of(network);

        Assert.Equal(["conv1", "conv2", "conv3", "fc"], layers.Select(l => l.Name));
        Assert.Equal(["conv1.weight", "conv1.bias", "bn1.weight", "bn1.bias", "bn1.mean", "bn1.variance"], layers[0].Parameters);
        Assert.Equal(["fc.weight", "fc.bias"], layers[3].Parameters);
        Assert.Equal([false, false, false, true], layers.Select(l => l.FullyConnected));
        Assert.Equal(network.Parameters.Values.Count(p => p.numel() > 0), layers.Sum(l => l.Parameters.Count));
    }

    [Fact]
    public void Matrices_that_work_on_tokens_are_not_fully_connected_layers()
    {
        using var scope = NewDisposeScope();
        using var network = TokenNetworks.Transformer(4, 3);

        var layers = RandomizableLayer.Of(network);

        Assert.True(layers.Count(l => l.Operator == "MatMul") > 2);
        Assert.Equal([layers[^1].Name], layers.Where(l => l.FullyConnected).Select(l => l.Name));
    }

    [Fact]
    public void All_matrices_behind_the_last_convolution_are()
    {
        using var scope = NewDisposeScope();
        using var network = ZooCatalogue.Build("deeplift-mnist");

        Assert.Equal([false, false, true, true], RandomizableLayer.Of(network).Select(l => l.FullyConnected));
    }

    [Theory]
    [InlineData(ParameterDraw.Normal)]
    [InlineData(ParameterDraw.Permutation)]
    public void Only_the_named_layers_change_and_the_network_itself_does_not(ParameterDraw draw)
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Relu());
        var before = network.Parameters.ToDictionary(p => p.Key, p => p.Value.clone());
        var layer = RandomizableLayer.Of(network)[1];

        using var random = NetworkRandomizer.Apply(network, [layer], seed: 5, draw);

        foreach (var (name, value) in before)
        {
            Assert.True(value.equal(network.Parameters[name]).all().ToBoolean());
            Assert.Equal(!layer.Parameters.Contains(name), value.equal(random.Parameters[name]).all().ToBoolean());
        }
    }

    [Fact]
    public void Normal_numbers_have_the_moments_of_the_trained_ones_and_biases_are_not_zero()
    {
        using var scope = NewDisposeScope();
        using var network = ZooCatalogue.Build("deeplift-mnist");
        using var trained = NetworkRandomizer.Apply(network, [], 0);
        using var random = NetworkRandomizer.Apply(trained, RandomizableLayer.Of(trained), seed: 9);
        foreach (var (name, value) in trained.Parameters.Where(p => p.Value.is_floating_point() && p.Value.numel() > 1000))
        {
            var (old, drawn) = (value.to_type(ScalarType.Float64), random.Parameters[name].to_type(ScalarType.Float64));
            var standardError = old.std().ToDouble() / Math.Sqrt(old.numel());
            Assert.InRange(drawn.mean().ToDouble() - old.mean().ToDouble(), -5 * standardError, 5 * standardError);
            Assert.InRange(drawn.std().ToDouble() / old.std().ToDouble(), 0.9, 1.1);
        }
    }

    [Fact]
    public void A_permutation_keeps_all_values_and_statistics_move_together()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Relu());
        foreach (var draw in Enum.GetValues<ParameterDraw>())
        {
            using var random = NetworkRandomizer.Apply(network, RandomizableLayer.Of(network), seed: 5, draw);
            double[] Values(Network n, string name) => n.Parameters[name].contiguous().data<double>().ToArray();
            if (draw == ParameterDraw.Permutation)
                Assert.All(network.Parameters.Keys, name => Assert.Equal(Values(network, name).Order(), Values(random, name).Order()));
            var pairs = Values(network, "bn1.mean").Zip(Values(network, "bn1.variance")).ToHashSet();
            Assert.All(Values(random, "bn1.mean").Zip(Values(random, "bn1.variance")), p => Assert.Contains(p, pairs));
            Assert.NotEqual(Values(network, "bn1.mean"), Values(random, "bn1.mean"));
        }
    }

    [Fact]
    public void A_layer_gets_the_same_numbers_whichever_others_are_drawn_and_other_seeds_give_others()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Relu());
        var layers = RandomizableLayer.Of(network);
        using var all = NetworkRandomizer.Apply(network, layers, seed: 5);
        using var one = NetworkRandomizer.Apply(network, [layers[2]], seed: 5);
        using var other = NetworkRandomizer.Apply(network, [layers[2]], seed: 6);

        Assert.True(all.Parameters["conv3.weight"].equal(one.Parameters["conv3.weight"]).all().ToBoolean());
        Assert.False(other.Parameters["conv3.weight"].equal(one.Parameters["conv3.weight"]).any().ToBoolean());
        Assert.Contains("no parameter 'gone'", Assert.Throws<ArgumentException>(() => NetworkRandomizer.Apply(network, [new RandomizableLayer("x", "Conv", ["gone"], false)], 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stages_grow_from_the_output_from_the_input_or_stand_alone()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Relu());
        var layers = RandomizableLayer.Of(network);
        string[] Sets(RandomizationOrder order) => [.. RandomizationStage.Of(layers, order).Select(s => $"{s.Name}: {string.Join(" ", s.Layers.Select(l => l.Name))}")];

        Assert.Equal(["fc: fc", "conv3: conv3 fc", "conv2: conv2 conv3 fc", "conv1: conv1 conv2 conv3 fc"], Sets(RandomizationOrder.TopDown));
        Assert.Equal(["conv1: conv1", "conv2: conv1 conv2", "conv3: conv1 conv2 conv3", "fc: conv1 conv2 conv3 fc"], Sets(RandomizationOrder.BottomUp));
        Assert.Equal(["conv1: conv1", "conv2: conv2", "conv3: conv3", "fc: fc"], Sets(RandomizationOrder.Independent));
        Assert.Equal(["fully-connected: fc"], Sets(RandomizationOrder.FullyConnected));
        Assert.Contains("no fully-connected layer", Assert.Throws<ArgumentException>(() => RandomizationStage.Of([layers[0]], RandomizationOrder.FullyConnected)).Message, StringComparison.Ordinal);
    }
}
