using Salience.Evaluation.Randomization;
using Salience.Networks;
using Salience.Operators;
using Salience.Tests.Decomposition;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Randomization;

/// <summary>Networks as they are before training.</summary>
[NoTensorLeaks]
public class NetworkInitializerTests
{
    private const int Depth = 20;

    [Fact]
    public void Values_keep_their_mean_square_through_twenty_layers_however_their_matrices_are_written()
    {
        using var scope = NewDisposeScope();
        foreach (var layer in new Func<NetworkBuilder, string, string, string>[] { Transposed, Plain, Product, Convolution })
        {
            var b = new NetworkBuilder();
            var value = b.AddInput("x", ScalarType.Float64, null, 256, 1, 1);
            for (var i = 0; i < Depth; i++)
                value = b.Add($"relu{i}", new Relu(), layer(b, $"layer{i}", value));
            using var form = b.Build(layer(b, "last", value));
            using var network = NetworkInitializer.Apply(form, seed: 3);
            using var generator = new Generator(5);
            var x = randn([64, 256, 1, 1], ScalarType.Float64, generator: generator);

            // In the first layer E[z²] = (2/D)·Σx² = 2; a factor of 2 a layer more or less would come to 10⁶.
            Assert.InRange(network.Run(x).square().mean().ToDouble(), 1, 4);
        }
    }

    [Fact]
    public void The_variance_is_two_by_the_number_of_products_in_a_sum()
    {
        using var scope = NewDisposeScope();
        ConvTranspose Up(long stride) => new() { Padding = SpatialPadding.Symmetric(0, 0), Strides = [stride, stride], Dilations = [1, 1], OutputPadding = [0, 0], Groups = 2 };
        Conv Down() => new() { Padding = SpatialPadding.Symmetric(0, 0), Strides = [1, 1], Dilations = [1, 1], Groups = 2 };
        (Operator Operator, long[] Input, long[] Weight, double FanIn)[] layers =
        [
            (new Gemm(transposeB: true), [40], [500, 40], 40),
            (new Gemm(), [40], [40, 500], 40),
            (new MatMul(), [40], [40, 500], 40),
            (Down(), [6, 4, 4], [400, 3, 4, 4], 48),
            (Up(1), [6, 4, 4], [6, 200, 4, 4], 48),
            // With stride 2 a place gets a quarter of the kernel.
            (Up(2), [6, 4, 4], [6, 200, 4, 4], 12),
        ];
        foreach (var (operation, input, weight, fanIn) in layers)
        {
            var b = new NetworkBuilder();
            long?[] shape = [null, .. input];
            var x = b.AddInput("x", ScalarType.Float64, shape);
            using var form = b.Build(b.Add("layer", operation, x, b.AddParameter("w", zeros(weight, ScalarType.Float64))));

            using var network = NetworkInitializer.Apply(form, 1);

            // Of n normal numbers the mean square has the deviation √(2/n), here at most 1.1 %.
            Assert.InRange(network.Parameters["w"].square().mean().ToDouble() * fanIn / 2, 0.95, 1.05);
        }
    }

    [Fact]
    public void Each_parameter_begins_as_its_role_says_and_what_is_not_learned_stays()
    {
        using var scope = NewDisposeScope();
        var b = new NetworkBuilder();
        var x = b.AddInput("x", ScalarType.Float32, null, 4);
        string Vector(string name, float value) => b.AddParameter(name, full([4], value));
        var shifted = b.Add("shift", new Sub(), x, Vector("mean", 7));
        var z = b.Add("fc", new Gemm(transposeB: true), shifted, b.AddParameter("w", ones(4, 4)), Vector("b", 7));
        var n = b.Add("bn", new BatchNormalization(1e-5), z, Vector("gamma", 7), Vector("beta", 7), Vector("running-mean", 7), Vector("running-variance", 7));
        var scaled = b.Add("scale", new Mul(), b.Add("prelu", new PRelu(), n, Vector("slope", 7)), Vector("factor", 7));
        using var form = b.Build(b.Add("add", new Add(), scaled, Vector("offset", 7)));

        using var network = NetworkInitializer.Apply(form, 1);

        float Value(string name) => network.Parameters[name].data<float>().Distinct().Single();
        Assert.Equal([7, 0, 1, 0, 0, 1, 0.25f, 1, 0], new[] { "mean", "b", "gamma", "beta", "running-mean", "running-variance", "slope", "factor", "offset" }.Select(Value));
        Assert.Equal(16, network.Parameters["w"].data<float>().Distinct().Count());
        Assert.Equal(1, form.Parameters["w"].data<float>().Distinct().Single());
    }

    [Fact]
    public void Equal_seeds_give_equal_weights_whatever_the_network_had_learned_and_other_seeds_give_others()
    {
        using var scope = NewDisposeScope();
        using var trained = SmallNetworks.Convolutional(1, () => new Relu());
        using var otherwise = SmallNetworks.Convolutional(2, () => new Relu());
        using var first = NetworkInitializer.Apply(trained, 5);
        using var second = NetworkInitializer.Apply(otherwise, 5);
        using var other = NetworkInitializer.Apply(trained, 6);

        Assert.All(first.Parameters, p => Assert.True(p.Value.equal(second.Parameters[p.Key]).all().ToBoolean(), p.Key));
        Assert.All(["conv1.weight", "conv3.weight", "fc.weight"], name => Assert.False(first.Parameters[name].equal(other.Parameters[name]).any().ToBoolean(), name));
    }

    [Fact]
    public void A_layer_gets_the_same_weights_whatever_else_the_network_has()
    {
        using var scope = NewDisposeScope();
        Network Form(int layers)
        {
            var b = new NetworkBuilder();
            var value = b.AddInput("x", ScalarType.Float64, null, 256);
            for (var i = 0; i < layers; i++)
                value = Transposed(b, $"layer{i}", value);
            return b.Build(value);
        }

        using var shallow = Form(1);
        using var deep = Form(3);
        using var one = NetworkInitializer.Apply(shallow, 5);
        using var three = NetworkInitializer.Apply(deep, 5);

        Assert.True(one.Parameters["layer0.weight"].equal(three.Parameters["layer0.weight"]).all().ToBoolean());
        Assert.False(three.Parameters["layer1.weight"].equal(three.Parameters["layer0.weight"]).any().ToBoolean());
    }

    private static string Transposed(NetworkBuilder b, string name, string x) => b.Add(name, new Gemm(transposeB: true), b.Add($"{name}.flat", new Flatten(), x), Weight(b, name, 256, 256));

    private static string Plain(NetworkBuilder b, string name, string x) => b.Add(name, new Gemm(), b.Add($"{name}.flat", new Flatten(), x), Weight(b, name, 256, 256));

    private static string Product(NetworkBuilder b, string name, string x) => b.Add(name, new MatMul(), b.Add($"{name}.flat", new Flatten(), x), Weight(b, name, 256, 256));

    private static string Convolution(NetworkBuilder b, string name, string x) =>
        b.Add(name, new Conv { Padding = SpatialPadding.Symmetric(0, 0), Strides = [1, 1], Dilations = [1, 1] }, x, Weight(b, name, 256, 256, 1, 1));

    private static string Weight(NetworkBuilder b, string name, params long[] shape) => b.AddParameter($"{name}.weight", zeros(shape, ScalarType.Float64));
}
