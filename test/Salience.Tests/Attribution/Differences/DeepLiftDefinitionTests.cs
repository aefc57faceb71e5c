using CsCheck;
using Salience.Attribution;
using Salience.Decomposition;
using Salience.Networks;
using Salience.Operators;
using Salience.Tests.Networks.Passes;
using Salience.Tests.References;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Attribution.Differences;

/// <summary>DeepLIFT against its definition, taken literally, and against the paper's own example.</summary>
[NoTensorLeaks]
public class DeepLiftDefinitionTests
{
    /// <summary>A part of a difference that is zero has a difference quotient for a multiplier, good to half the digits.</summary>
    private const double Quotient = 1e-6;

    [Theory]
    [InlineData("rescale", false)]
    [InlineData("rescale", true)]
    [InlineData("reveal-cancel", false)]
    [InlineData("reveal-cancel", true)]
    public void Fully_connected_layers_follow_the_definition(string rule, bool smooth) =>
        Gen.Int[0, 100_000].Sample(
            seed =>
            {
                using var scope = NewDisposeScope();
                using var generator = new Generator((ulong)seed);
                Tensor[] weights = [Normal(generator, 7, 5), Normal(generator, 6, 7), Normal(generator, 3, 6)];
                Tensor[] biases = [Normal(generator, 7), Normal(generator, 6), Normal(generator, 3)];
                var b = new NetworkBuilder();
                var value = b.AddInput("x", ScalarType.Float64, null, 5);
                for (var layer = 0; layer < 3; layer++)
                {
                    value = b.Add($"fc{layer}", new Gemm(transposeB: true), value, b.AddParameter($"w{layer}", weights[layer].clone()), b.AddParameter($"b{layer}", biases[layer].clone()));
                    if (layer < 2)
                        value = b.Add($"act{layer}", smooth ? new Tanh() : new Relu(), value);
                }

                using var network = b.Build(value);
                var reference = new DeepLiftReference([.. weights.Select(Matrix)], [.. biases.Select(v => v.data<double>().ToArray())], smooth ? Math.Tanh : v => Math.Max(0, v));
                Check(network, reference, rule, Normal(generator, 2, 5), Normal(generator, 1, 5));
            },
            iter: 20);

    [Theory]
    [InlineData("rescale")]
    [InlineData("reveal-cancel")]
    public void Convolutions_follow_the_definition_with_their_matrix_for_weights_and_batch_norm_within_it(string rule) =>
        Gen.Int[0, 100_000].Sample(
            seed =>
            {
                using var scope = NewDisposeScope();
                using var generator = new Generator((ulong)seed);
                var b = new NetworkBuilder();
                var x = b.AddInput("x", ScalarType.Float64, null, 2, 4, 4);
                var conv = new Conv { Padding = SpatialPadding.Symmetric(1, 1), Strides = [2, 2], Dilations = [1, 1] };
                var z = b.Add("conv", conv, x, b.AddParameter("w", Normal(generator, 3, 2, 3, 3)), b.AddParameter("b", Normal(generator, 3)));
                // Scales of both signs: behind a negative one, what raised the convolution lowers the rectifier's input.
                var scaled = b.Add("bn", new BatchNormalization(1e-5), z, b.AddParameter("gamma", tensor(new[] { 1.5, -0.7, -2 })), b.AddParameter("beta", Normal(generator, 3)), b.AddParameter("mean", Normal(generator, 3)), b.AddParameter("variance", Normal(generator, 3).abs() + 0.5));
                var flat = b.Add("flat", new Flatten(1), scaled);
                var weight = Normal(generator, 2, 12);
                var logits = b.Add("fc", new Gemm(transposeB: true), b.Add("act", new Relu(), flat), b.AddParameter("w2", weight.clone()));
                using var network = b.Build(logits);
                using var affine = network.WithOutputs(flat);
                var shift = affine.Run(zeros(1, 2, 4, 4, dtype: ScalarType.Float64));
                var columns = affine.Run(eye(32, dtype: ScalarType.Float64).view(32, 2, 4, 4)) - shift;
                var reference = new DeepLiftReference([Matrix(columns.t()), Matrix(weight)], [shift.reshape(-1).data<double>().ToArray(), new double[2]], v => Math.Max(0, v));
                Check(network, reference, rule, Normal(generator, 2, 2, 4, 4), Normal(generator, 1, 2, 4, 4));
            },
            iter: 10);

    [Fact]
    public void RevealCancel_shares_a_minimum_evenly_where_Rescale_gives_it_to_one_input()
    {
        using var scope = NewDisposeScope();
        // min(a, b) = a − ReLU(a − b): section 3.4 of the paper.
        var b = new NetworkBuilder();
        var x = b.AddInput("x", ScalarType.Float64, null, 2);
        var gap = b.Add("relu", new Relu(), b.Add("gap", new Gemm(), x, b.AddParameter("w", tensor(new[] { 1.0, -1 }).view(2, 1))));
        var first = b.Add("first", new Gemm(), x, b.AddParameter("one", tensor(new[] { 1.0, 0 }).view(2, 1)));
        using var network = b.Build(b.Add("minimum", new Sub(), first, gap));
        var image = tensor(new[] { 5.0, 3 }).view(1, 2);

        Assert.Equal([0, 3], Explain(network, "deeplift", image));
        Assert.Equal([1.5, 1.5], Explain(network, "deeplift:rule=reveal-cancel", image), (a, c) => Math.Abs(a - c) < PassTesting.Exact);
        Assert.Equal([1.5, 1.5], Explain(network, "deeplift:rule=reveal-cancel-dense", image), (a, c) => Math.Abs(a - c) < PassTesting.Exact);
    }

    [Fact]
    public void Behind_a_convolution_the_dense_form_of_RevealCancel_rescales()
    {
        using var scope = NewDisposeScope();
        using var network = MethodNetworks.Make("grey");
        var images = MethodNetworks.Images("grey", 2);

        Assert.Equal(Explain(network, "deeplift", images), Explain(network, "deeplift:rule=reveal-cancel-dense", images));
        Assert.NotEqual(Explain(network, "deeplift", images), Explain(network, "deeplift:rule=reveal-cancel", images));
    }

    private static double[] Explain(Network network, string method, Tensor images)
    {
        using var explainer = AttributionMethods.Create(method, network);
        using var explanation = explainer.Explain(images, Target.Class(0));
        return explanation.Values!.data<double>().ToArray();
    }

    private static void Check(Network network, DeepLiftReference reference, string rule, Tensor images, Tensor start)
    {
        var settings = new DeepLiftSettings(rule == "rescale" ? DeepLiftRule.Rescale : DeepLiftRule.RevealCancel, Baseline.References(start));
        using var method = new DeepLift(network, settings);
        using var explanation = method.Explain(images, Target.Class(1));
        for (var i = 0; i < images.shape[0]; i++)
        {
            var expected = reference.Explain([.. images[i].reshape(-1).data<double>()], [.. start.reshape(-1).data<double>()], 1, rule != "rescale");
            PassTesting.Close(tensor(expected), explanation.Values![i].reshape(-1), rule == "rescale" ? PassTesting.Exact : Quotient);
        }
    }

    private static Tensor Normal(Generator generator, params long[] shape) => PassTesting.Normal(generator, shape);

    private static double[,] Matrix(Tensor w)
    {
        var matrix = new double[w.shape[0], w.shape[1]];
        var values = w.contiguous().data<double>().ToArray();
        for (var i = 0; i < matrix.GetLength(0); i++)
        {
            for (var j = 0; j < matrix.GetLength(1); j++)
                matrix[i, j] = values[i * matrix.GetLength(1) + j];
        }

        return matrix;
    }
}
