using Salience.Networks;
using Salience.Operators;
using Salience.Zoo;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Zoo;

/// <summary>How weights begin.</summary>
[NoTensorLeaks]
public class ZooInitializationTests
{
    private static readonly ZooSettings Narrow = new() { WidthFactor = 0.25, Seed = 3 };

    public static TheoryData<string> Names => ZooCatalogueTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_weights_and_another_gives_others(string name)
    {
        using var network = ZooCatalogue.Build(name, Narrow with { Height = 32, Width = 32 });
        using var again = ZooCatalogue.Build(name, Narrow with { Height = 32, Width = 32 });
        using var other = ZooCatalogue.Build(name, Narrow with { Height = 32, Width = 32, Seed = 4 });

        Assert.All(network.Parameters, p => Assert.True(Same(p.Value, again.Parameters[p.Key]), p.Key));
        Assert.All(Weights(network), p => Assert.False(Same(p.Value, other.Parameters[p.Key]), p.Key));
    }

    [Fact]
    public void A_weight_does_not_depend_on_what_else_is_drawn()
    {
        using var network = ZooCatalogue.Build("resnet20");
        using var other = ZooCatalogue.Build("resnet20", new ZooSettings { Shortcut = ResidualShortcut.Projection, Biases = BiasInitialization.Normal });

        Assert.All(Weights(network), p => Assert.True(Same(p.Value, other.Parameters[p.Key]), p.Key));
    }

    [Fact]
    public void Layers_of_one_shape_differ()
    {
        using var network = ZooCatalogue.Build("resnet20");

        Assert.False(Same(network.Parameters["stage1/block1/conv1/weight"], network.Parameters["stage1/block1/conv2/weight"]));
    }

    [Fact]
    public void Batch_normalisations_begin_as_the_identity()
    {
        using var scope = NewDisposeScope();
        using var network = ZooCatalogue.Build("resnet8");

        foreach (var node in network.Nodes.Where(n => n.Operator is BatchNormalization))
            Assert.All(node.Inputs.Skip(1).Zip(new double[] { 1, 0, 0, 1 }), p => Assert.True(network.Parameters[p.First].eq(p.Second).all().ToBoolean(), p.First));
    }

    [Theory]
    [InlineData("vgg11", "stage3/conv2", 2.0 / (256 * 9), 0)]
    [InlineData("resnet20", "stage2/block2/conv1", 2.0 / (32 * 9), 0)]
    [InlineData("resnet50", "stem/conv", 2.0 / (64 * 49), 0)]
    [InlineData("densenet121", "block1/layer1/conv2", 2.0 / (128 * 9), 0)]
    [InlineData("vgg9", "classifier", 0.0001, 0)]
    [InlineData("resnet18", "classifier", 1.0 / (3 * 512), 1.0 / (3 * 512))]
    [InlineData("deeplift-mnist", "conv2", 2.0 / (32 * 16 + 64 * 16), 0)]
    [InlineData("deeplift-mnist", "hidden", 2.0 / (64 * 36 + 128), 0)]
    [InlineData("adebayo-mnist", "hidden", 0.01 * 0.7737413, 0)]
    public void Weights_have_the_variance_of_their_source(string name, string layer, double variance, double ofBias)
    {
        using var scope = NewDisposeScope();
        using var network = ZooCatalogue.Build(name, new ZooSettings { Height = 32, Width = 32 });
        var weight = network.Parameters[$"{layer}/weight"].to_type(ScalarType.Float64);

        // Four deviations of the mean and of the variance of as many draws, of a normal distribution at most.
        var slack = 4 / Math.Sqrt(weight.numel());
        Assert.Equal(0, weight.mean().ToDouble() / Math.Sqrt(variance), slack);
        Assert.Equal(1, weight.var().ToDouble() / variance, slack * Math.Sqrt(2));
        if (network.Parameters.TryGetValue($"{layer}/bias", out var bias))
            Assert.Equal(ofBias, bias.to_type(ScalarType.Float64).var().ToDouble(), ofBias * 4 * Math.Sqrt(2.0 / bias.numel()));
    }

    [Fact]
    public void Truncated_weights_end_at_two_deviations_and_biases_are_a_tenth()
    {
        using var scope = NewDisposeScope();
        using var network = ZooCatalogue.Build("adebayo-mnist");
        var weight = network.Parameters["hidden/weight"];

        Assert.Equal(0.2, weight.abs().max().ToDouble(), 1e-4);
        Assert.All(network.Parameters.Where(p => p.Key.EndsWith("/bias", StringComparison.Ordinal)), p => Assert.True(p.Value.eq(0.1f).all().ToBoolean()));
    }

    [Fact]
    public void Biases_can_begin_normal_as_in_the_papers_networks()
    {
        using var scope = NewDisposeScope();
        using var network = ZooCatalogue.Build("vgg9", new ZooSettings { Classes = 5000, Biases = BiasInitialization.Normal });
        using var zero = ZooCatalogue.Build("resnet8", new ZooSettings { Biases = BiasInitialization.Zero });

        Assert.Equal(0.1, network.Parameters["stage5/conv2/bias"].std().ToDouble(), 0.1 * 4 / Math.Sqrt(2 * 512));
        Assert.Equal(1, network.Parameters["classifier/bias"].std().ToDouble(), 4 / Math.Sqrt(2 * 5000));
        Assert.Equal(0, network.Parameters["stage5/norm2/shift"].abs().max().ToDouble());
        Assert.Equal(0, zero.Parameters["classifier/bias"].abs().max().ToDouble());
    }

    /// <summary>He's rule with fan-out: behind a ReLU the mean square of a convolution's values is <c>C/M</c> times that of its input's before the ReLU.</summary>
    [Theory]
    [InlineData("vgg16")]
    [InlineData("vgg9")]
    public void Values_keep_their_variance_from_layer_to_layer(string name)
    {
        using var scope = NewDisposeScope();
        using var network = ZooCatalogue.Build(name, new ZooSettings { Height = 96, Width = 96 });
        using var generator = new Generator(5);
        var picture = randn([1, 3, 96, 96], generator: generator);
        var convolutions = network.Nodes.Where(n => n.Operator is Conv).Select(n => n.Outputs[0]).ToList();
        var inputs = network.Nodes.Where(n => n.Operator is Conv).Select(n => n.Inputs[0]).ToList();
        var values = network.Run(new Dictionary<string, Tensor> { ["image"] = picture }, [.. convolutions, .. inputs]);

        foreach (var (input, output) in inputs.Zip(convolutions))
        {
            var (x, y) = (values[input], values[output]);
            // Zero padding takes part of the border; a picture of 6×6 has much of it.
            var inside = nn.functional.avg_pool2d(nn.functional.pad(x.square(), [1, 1, 1, 1]), 3, 1).mean().ToDouble();
            var expected = 2 * inside * x.shape[1] / y.shape[1];
            // Four deviations of the mean over M kernels, if all places saw the same input.
            Assert.Equal(1, y.square().mean().ToDouble() / expected, 4 * Math.Sqrt(2.0 / y.shape[1]));
        }
    }

    private static bool Same(Tensor a, Tensor b)
    {
        using var scope = NewDisposeScope();
        return a.eq(b).all().ToBoolean();
    }

    private static IEnumerable<KeyValuePair<string, Tensor>> Weights(Network network) =>
        network.Parameters.Where(p => p.Key.EndsWith("/weight", StringComparison.Ordinal));
}
