using Salience.Networks;
using Salience.Networks.Training;
using Salience.Operators;
using TorchSharp;
using static Salience.Tests.Networks.Training.TrainingNetworks;
using static TorchSharp.torch;

namespace Salience.Tests.Networks.Training;

[NoTensorLeaks]
public class TrainableNetworkTests
{
    [Fact]
    public void Weights_biases_and_scales_are_learned_and_nothing_else()
    {
        using var network = Small(1, dropout: 0.25);
        using var training = new TrainableNetwork(network);

        Assert.Equal(
            ["conv1.weight", "conv2.weight", "fc.weight", "bn1.weight", "bn1.bias", "conv2.bias", "fc.bias"],
            training.Parameters.Select(p => p.Name));
        Assert.Equal("WWWSBBB", string.Concat(training.Parameters.Select(p => p.Role.ToString()[0])));
        Assert.Equal(["bn1.mean", "bn1.var"], training.Statistics.Keys);
    }

    [Fact]
    public void A_vector_is_learned_where_it_is_a_bias_and_not_where_it_normalises_the_input()
    {
        using var scope = NewDisposeScope();
        var b = new NetworkBuilder();
        var x = b.AddInput("x", ScalarType.Float32, null, 4);
        var centered = b.Add("center", new Add(), x, b.AddParameter("mean", ones(4)));
        var scaled = b.Add("scale", new Mul(), centered, b.AddParameter("deviation", ones(4)));
        var product = b.Add("product", new MatMul(), scaled, b.AddParameter("weight", ones(4, 4)));
        var biased = b.Add("bias", new Add(), product, b.AddParameter("offset", ones(4)));
        var masked = b.Add("mask", new Add(), biased, b.AddParameter("matrix", ones(4, 4)));
        var half = b.Add("half", new Mul(), masked, b.AddParameter("number", ones([])));
        using var network = b.Build(b.Add("slope", new PRelu(), half, b.AddParameter("slopes", ones(1))));
        using var training = new TrainableNetwork(network);

        Assert.Equal(["weight", "offset", "slopes"], training.Parameters.Select(p => p.Name));
    }

    [Fact]
    public void A_network_without_weights_or_with_two_inputs_is_refused()
    {
        var none = new NetworkBuilder();
        using var empty = none.Build(none.Add("act", new Relu(), none.AddInput("x", ScalarType.Float32, null, 4)));
        var two = new NetworkBuilder();
        var sum = two.Add("sum", new Add(), two.AddInput("a", ScalarType.Float32, 4), two.AddInput("b", ScalarType.Float32, 4));
        using var pair = two.Build(sum);

        Assert.Contains("no weight", Assert.Throws<ArgumentException>(() => new TrainableNetwork(empty)).Message, StringComparison.Ordinal);
        Assert.Contains("a, b", Assert.Throws<ArgumentException>(() => new TrainableNetwork(pair)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluation_is_that_of_the_network_up_to_rounding()
    {
        using var network = Small(2, dropout: 0.5);
        using var training = new TrainableNetwork(network);
        var (images, labels) = Batch(3, 7);

        using var expected = network.Run(images);
        using var actual = training.Evaluate(images);

        Assert.Equal(Numbers(expected), Numbers(actual), (a, b) => Math.Abs(a - b) < 1e-5);
        images.Dispose();
        labels.Dispose();
    }

    [Fact]
    public void Gradients_are_the_slopes_of_the_loss()
    {
        using var scope = NewDisposeScope();
        using var network = Small(4, ScalarType.Float64, nonlinearity: () => new Tanh());
        using var training = new TrainableNetwork(network);
        var (images, labels) = Batch(5, 6, ScalarType.Float64);
        double Loss() => nn.functional.cross_entropy(training.Forward(images, 0), labels).ToDouble();

        nn.functional.cross_entropy(training.Forward(images, 0), labels).backward();

        // Central differences at h = 1e-5 in double: error h² and 1e-16/h, both far below 1e-7.
        const double H = 1e-5;
        foreach (var parameter in training.Parameters)
        {
            using var flat = parameter.Value.detach().view(-1);
            var gradient = Numbers(parameter.Value.grad!.view(-1));
            for (var i = 0; i < flat.numel(); i += Math.Max(1, (int)flat.numel() / 5))
            {
                var value = flat[i].ToDouble();
                flat[i] = tensor(value + H);
                var above = Loss();
                flat[i] = tensor(value - H);
                var below = Loss();
                flat[i] = tensor(value);
                Assert.Equal((above - below) / (2 * H), gradient[i], 1e-7);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Sums_and_rectifiers_that_overwrite_give_values_and_gradients_of_those_that_do_not(int side)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(12);
        Tensor Normal(params long[] shape) => randn(shape, ScalarType.Float64, generator: generator);
        var (w1, w2, vector, input, upstream) = (Normal(4, 4), Normal(4, 4), Normal(4), Normal(5, 4), Normal(5, 4));
        var b = new NetworkBuilder();
        var x = b.AddInput("x", ScalarType.Float64, null, 4);
        var first = b.Add("act1", new Relu(), b.Add("fc1", new Gemm(), x, b.AddParameter("w1", w1.clone())));
        var second = b.Add("fc2", new Gemm(), first, b.AddParameter("w2", w2.clone()));
        var residual = b.Add("residual", new Add(), side == 0 ? [second, first] : [first, second]);
        var shifted = b.Add("shift", new Add(), side == 0 ? [residual, b.AddParameter("vector", vector.clone())] : [b.AddParameter("vector", vector.clone()), residual]);
        using var network = b.Build(b.Add("act2", new Relu(), shifted));
        using var training = new TrainableNetwork(network);
        foreach (var parameter in (Tensor[])[w1, w2, vector])
            parameter.requires_grad = true;

        var actual = training.Forward(input, 0);
        (actual * upstream).sum().backward();
        var hidden = input.matmul(w1).relu();
        var expected = (hidden.matmul(w2) + hidden + vector).relu();
        (expected * upstream).sum().backward();

        Assert.Equal(Numbers(expected), Numbers(actual), (a, c) => Math.Abs(a - c) < 1e-12);
        foreach (var (name, reference) in (IEnumerable<(string, Tensor)>)[("w1", w1), ("w2", w2), ("vector", vector)])
            Assert.Equal(Numbers(reference.grad!), Numbers(training.Value(name).grad!), (a, c) => Math.Abs(a - c) < 1e-12);
    }

    [Fact]
    public void A_snapshot_has_the_current_values_and_keeps_them()
    {
        using var scope = NewDisposeScope();
        using var network = Small(6);
        using var training = new TrainableNetwork(network);
        var (images, _) = Batch(7, 5);
        training.Forward(images, 0);
        using (no_grad())
            training.Value("fc.bias").add_(1);

        using var snapshot = training.Snapshot();
        using (no_grad())
            training.Value("fc.bias").add_(1);
        training.Forward(images, 1);

        Assert.Equal(network.Nodes.Select(n => n.ToString()), snapshot.Nodes.Select(n => n.ToString()));
        Assert.Equal(network.Parameters.Keys.Order(), snapshot.Parameters.Keys.Order());
        Assert.Equal(Numbers(network.Parameters["fc.bias"] + 1), Numbers(snapshot.Parameters["fc.bias"]));
        Assert.Equal(Numbers(network.Parameters["conv1.weight"]), Numbers(snapshot.Parameters["conv1.weight"]));
        Assert.NotEqual(Numbers(network.Parameters["bn1.mean"]), Numbers(snapshot.Parameters["bn1.mean"]));
        Assert.NotEqual(Numbers(training.Statistics["bn1.mean"]), Numbers(snapshot.Parameters["bn1.mean"]));
        Assert.DoesNotContain(snapshot.Parameters.Values, p => p.requires_grad);
    }

    [Fact]
    public void Training_leaves_the_network_it_began_with_as_it_was()
    {
        using var scope = NewDisposeScope();
        using var network = Small(8);
        var before = network.Parameters.ToDictionary(p => p.Key, p => Numbers(p.Value));
        using (var training = new TrainableNetwork(network))
        {
            var (images, labels) = Batch(9, 5);
            nn.functional.cross_entropy(training.Forward(images, 0), labels).backward();
            using (no_grad())
                training.Vector.Values.add_(training.Vector.Gradients);
        }

        Assert.All(network.Parameters, p => Assert.Equal(before[p.Key], Numbers(p.Value)));
    }

    [Fact]
    public void A_failing_node_is_named_with_the_shapes_it_met()
    {
        var b = new NetworkBuilder();
        var x = b.AddInput("x", ScalarType.Float32, null, null);
        using var network = b.Build(b.Add("layer", new Gemm(), x, b.AddParameter("w", ones(4, 2))));
        using var training = new TrainableNetwork(network);
        using var wrong = zeros([3, 5]);

        var message = Assert.Throws<InvalidOperationException>(() => training.Forward(wrong, 0)).Message;

        Assert.StartsWith("layer (Gemm) cannot run on (3, 5) Float32, (4, 2) Float32", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_of_another_size_is_refused_and_a_single_one_is_enough()
    {
        using var network = Small(10);
        using var training = new TrainableNetwork(network);
        using var single = zeros([1, 1, 8, 8]);
        using var wrong = zeros([2, 1, 9, 8]);

        Assert.Contains("dimension 2 must be 8", Assert.Throws<ArgumentException>(() => training.Forward(wrong, 0)).Message, StringComparison.Ordinal);
        using var works = training.Forward(single, 0);
        Assert.Equal([1, Classes], works.shape);
    }
}
