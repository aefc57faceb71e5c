using Salience.Attribution;
using Salience.Attribution.Engine;
using Salience.Decomposition;
using Salience.Networks;
using Salience.Onnx;
using Salience.Operators;
using Salience.Tests.Decomposition;
using Salience.Tests.Networks.Passes;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Attribution;

/// <summary>Attention rollout and gradient-weighted attention against their formulas, taken literally in managed code.</summary>
[NoTensorLeaks]
public class AttentionMethodTests
{
    private const double Exact = 1e-10;

    /// <summary>Networks: two blocks with a class token and without, one block sequence-first, and exported ones with data at hand.</summary>
    public static TheoryData<string> Networks => ["class token", "mean", "sequence first", "golden/architectures/vit/model.onnx", "models/cifar10_vit_ibp_3_3_8.onnx"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Rollout_is_the_product_of_mean_attention_and_identity(string name)
    {
        using var scope = NewDisposeScope();
        using var model = Load(name);
        var image = Image(model.Network);
        using var method = AttributionMethods.Create("attention-rollout", model.Network);
        using var explanation = method.Explain(image, Target.ArgMax);

        double[,]? product = null;
        foreach (var weights in Softmaxes(model.Network).Select(s => Heads(Value(model.Network, image, s))))
        {
            var layer = Mean(weights);
            for (var i = 0; i < layer.GetLength(0); i++)
            {
                for (var j = 0; j < layer.GetLength(1); j++)
                    layer[i, j] = (layer[i, j] + (i == j ? 1 : 0)) / 2;
            }

            product = product is null ? layer : Multiply(layer, product);
        }

        AssertRow(product!, explanation, name);
        // With the class token's own share a row sums to 1.
        if (name != "mean")
            Assert.Equal(1, explanation.Values!.sum().ToDouble() + product![0, 0], Exact);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Gradient_attention_accumulates_what_speaks_for_the_target(string name)
    {
        using var scope = NewDisposeScope();
        using var model = Load(name);
        var image = Image(model.Network);
        using var method = AttributionMethods.Create("gradient-attention", model.Network);
        using var explanation = method.Explain(image, Target.Class(1));

        double[,]? relevance = null;
        foreach (var softmax in Softmaxes(model.Network))
        {
            var weights = Value(model.Network, image, softmax);
            var layer = Mean(Heads((weights * Gradient(model.Network, image, softmax, weights, 1)).clamp_min(0)));
            relevance ??= Identity(layer.GetLength(0));
            relevance = Plus(relevance, Multiply(layer, relevance));
        }

        var identity = Identity(relevance!.GetLength(0));
        for (var i = 0; i < identity.GetLength(0); i++)
            relevance[i, i] -= 1;
        AssertRow(relevance, explanation, name);
        Assert.True(explanation.Values!.any().ToBoolean());
    }

    [Theory]
    [InlineData("attention-rollout")]
    [InlineData("gradient-attention")]
    public void Attention_as_one_operator_gives_what_its_parts_give(string name)
    {
        using var scope = NewDisposeScope();
        using var parts = TokenNetworks.Blocks(4, 3);
        using var whole = TokenNetworks.Blocks(4, 3, fused: true);
        var images = SmallNetworks.Images(3, 2, 8, 6);
        PassTesting.SameOutput(parts, whole, images);
        using var first = AttributionMethods.Create(name, parts);
        using var second = AttributionMethods.Create(name, whole);
        using var expected = first.Explain(images, Target.Class(1));
        using var actual = second.Explain(images, Target.Class(1));
        PassTesting.Close(expected.Values!, actual.Values!, Exact);
        PassTesting.Close(expected.Map, actual.Map, Exact);
    }

    [Fact]
    public void The_mean_over_tokens_can_be_read_where_there_is_a_class_token_but_not_the_other_way_round()
    {
        using var scope = NewDisposeScope();
        using var classified = TokenNetworks.Blocks(4, 3);
        using var pooled = TokenNetworks.Blocks(4, 3, classToken: false);
        var images = SmallNetworks.Images(3, 2, 8, 6);
        using var mean = AttributionMethods.Create("attention-rollout:readout=mean", classified);
        using var row = AttributionMethods.Create("attention-rollout", classified);
        using var explanation = mean.Explain(images, Target.ArgMax);
        using var other = row.Explain(images, Target.ArgMax);
        Assert.True((explanation.Values! - other.Values!).abs().max().ToDouble() > 1e-3);

        using var missing = AttributionMethods.Create("gradient-attention:readout=class-token", pooled);
        var failure = Assert.Throws<ArgumentException>(() => missing.Explain(images, Target.ArgMax));
        Assert.Equal("The network has no class token: every token has a place on the picture. Use readout=mean.", failure.Message);
    }

    [Fact]
    public void Every_block_is_found_however_attention_is_written()
    {
        using var scope = NewDisposeScope();
        using var parts = TokenNetworks.Blocks(4, 3);
        using var whole = TokenNetworks.Blocks(4, 3, fused: true);
        using var convolutional = SmallNetworks.Convolutional(1, () => new Relu());
        Assert.Equal(["mixed1", "mixed2"], AttentionSite.Find(parts).Select(s => s.Mixer.Name));
        Assert.Equal(["attention1", "attention2"], AttentionSite.Find(whole).Select(s => s.Mixer.Name));
        Assert.Empty(AttentionSite.Find(convolutional));
    }

    [Fact]
    public void Windows_are_refused_with_the_reason()
    {
        using var scope = NewDisposeScope();
        using var model = OnnxImporter.Load(TestData.Require("golden/architectures/swin/model.onnx"), new OnnxImportOptions(Precision: OnnxPrecision.Double));
        using var method = AttributionMethods.Create("attention-rollout", model.Network);
        Assert.Matches("^attention '.+' sees windows of [0-9]+ tokens of the [0-9]+×[0-9]+ on the picture; what passes between windows is not in its weights.$", method.Refuses);
    }

    private static void AssertRow(double[,] relevance, Explanation explanation, string name)
    {
        var (tokens, values) = (relevance.GetLength(0), explanation.Values!.reshape(-1).data<double>().ToArray());
        var special = name == "mean" ? 0 : 1;
        Assert.Equal(tokens - special, values.Length);
        for (var j = special; j < tokens; j++)
        {
            var expected = name == "mean" ? Enumerable.Range(0, tokens).Average(i => relevance[i, j]) : relevance[0, j];
            Assert.Equal(expected, values[j - special], Exact);
        }
    }

    private static Loaded Load(string name) => name switch
    {
        "class token" => new Loaded(TokenNetworks.Blocks(4, 3), null),
        "mean" => new Loaded(TokenNetworks.Blocks(4, 3, classToken: false), null),
        "sequence first" => new Loaded(TokenNetworks.Transformer(4, 3, sequenceFirst: true), null),
        _ => Loaded.From(OnnxImporter.Load(TestData.Require(name), new OnnxImportOptions(Precision: OnnxPrecision.Double))),
    };

    private static Tensor Image(Network network)
    {
        var shape = network.Inputs[0].Shape;
        return SmallNetworks.Images(3, 1, shape[2] ?? 8, shape[3] ?? 6);
    }

    private static IEnumerable<string> Softmaxes(Network network) => network.Nodes.Where(n => n.Operator is Softmax).Select(n => n.Outputs[0]);

    private static Tensor Value(Network network, Tensor image, string name) =>
        network.Run(new Dictionary<string, Tensor> { [network.Inputs[0].Name] = image }, [name])[name];

    /// <summary>∂f/∂value: the value enters the rest of the network as an input of its own.</summary>
    private static Tensor Gradient(Network network, Tensor image, string name, Tensor value, int c)
    {
        var nodes = network.Nodes.Where(n => n.Outputs[0] != name).Select(n => n with { Inputs = [.. n.Inputs.Select(i => i == name ? "given" : i)] });
        var parameters = network.Parameters.ToDictionary(p => p.Key, p => p.Value.alias());
        using var tail = new Network(nodes, parameters, [.. network.Inputs, new NetworkInput("given", ScalarType.Float64, [.. value.shape.Select(_ => (long?)null)])], network.Outputs);
        var leaf = value.detach().clone().requires_grad_();
        var output = tail.Run(new Dictionary<string, Tensor> { ["given"] = leaf, [network.Inputs[0].Name] = image })[tail.Outputs[0]];
        return autograd.grad([output[0, c]], [leaf])[0];
    }

    /// <summary>One image's weights of every head.</summary>
    private static double[][,] Heads(Tensor weights)
    {
        var tokens = (int)weights.shape[^1];
        var values = weights.contiguous().reshape(-1).data<double>().ToArray();
        return [.. Enumerable.Range(0, values.Length / (tokens * tokens)).Select(h => Matrix(tokens, (i, j) => values[(h * tokens + i) * tokens + j]))];
    }

    private static double[,] Mean(double[][,] heads) => Matrix(heads[0].GetLength(0), (i, j) => heads.Average(h => h[i, j]));

    private static double[,] Identity(int size) => Matrix(size, (i, j) => i == j ? 1 : 0);

    private static double[,] Plus(double[,] a, double[,] b) => Matrix(a.GetLength(0), (i, j) => a[i, j] + b[i, j]);

    private static double[,] Multiply(double[,] a, double[,] b) =>
        Matrix(a.GetLength(0), (i, j) => Enumerable.Range(0, a.GetLength(0)).Sum(k => a[i, k] * b[k, j]));

    private static double[,] Matrix(int size, Func<int, int, double> element)
    {
        var matrix = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
                matrix[i, j] = element(i, j);
        }

        return matrix;
    }

    /// <summary>A network with the model that owns it, if one does.</summary>
    private sealed record Loaded(Network Network, OnnxModel? Model) : IDisposable
    {
        public static Loaded From(OnnxModel model) => new(model.Network, model);

        public void Dispose()
        {
            if (Model is null)
                Network.Dispose();
            else
                Model.Dispose();
        }
    }
}
