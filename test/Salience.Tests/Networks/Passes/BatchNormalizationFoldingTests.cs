using Salience.Networks;
using Salience.Networks.Passes;
using Salience.Operators;
using static Salience.Tests.Networks.Passes.PassTesting;
using static TorchSharp.torch;

namespace Salience.Tests.Networks.Passes;

[NoTensorLeaks]
public sealed class BatchNormalizationFoldingTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(4, true)]
    public void A_convolution_takes_in_the_normalization_after_it(long groups, bool biased)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)groups);
        var builder = new NetworkBuilder();
        var x = builder.AddInput("x", ScalarType.Float64, null, 4, null, null);
        List<string> inputs = [x, builder.AddParameter("w", Normal(generator, 8, 4 / groups, 3, 3))];
        if (biased)
            inputs.Add(builder.AddParameter("b", Normal(generator, 8)));
        var y = builder.Add("conv", Convolution(groups), inputs);
        using var network = builder.Build(builder.Add("relu", new Relu(), Normalize(builder, generator, "bn", y, 8)));

        using var folded = BatchNormalizationFolding.Apply(network);

        Assert.Equal(["conv", "relu"], folded.Nodes.Select(n => n.Name));
        Assert.Equal(["bn"], folded.Nodes[0].Outputs);
        Assert.Equal(2, folded.Parameters.Count);
        SameOutput(network, folded, Normal(generator, 2, 4, 7, 6));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(true, 5)]
    public void A_linear_layer_takes_in_the_normalization_after_it(bool transposed, long biasSize)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)biasSize);
        var builder = new NetworkBuilder();
        var x = builder.AddInput("x", ScalarType.Float64, null, 3);
        List<string> inputs = [x, builder.AddParameter("w", transposed ? Normal(generator, 5, 3) : Normal(generator, 3, 5))];
        if (biasSize > 0)
            inputs.Add(builder.AddParameter("b", Normal(generator, biasSize)));
        var y = builder.Add("fc", new Gemm(0.5, 1.5, transposeB: transposed), inputs);
        using var network = builder.Build(Normalize(builder, generator, "bn", y, 5));

        using var folded = BatchNormalizationFolding.Apply(network);

        Assert.Equal(["fc"], folded.Nodes.Select(n => n.Name));
        SameOutput(network, folded, Normal(generator, 2, 3));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_transposed_convolution_takes_in_the_normalization_after_it(long groups)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)groups);
        var builder = new NetworkBuilder();
        var x = builder.AddInput("x", ScalarType.Float64, null, 4, null, null);
        var transposed = new ConvTranspose
        {
            Padding = SpatialPadding.Symmetric(1, 1),
            Strides = [2, 2],
            Dilations = [1, 1],
            OutputPadding = [1, 1],
            Groups = groups,
        };
        var y = builder.Add("up", transposed, x, builder.AddParameter("w", Normal(generator, 4, 6 / groups, 3, 3)), builder.AddParameter("b", Normal(generator, 6)));
        using var network = builder.Build(Normalize(builder, generator, "bn", y, 6));

        using var folded = BatchNormalizationFolding.Apply(network);

        Assert.Equal(["up"], folded.Nodes.Select(n => n.Name));
        SameOutput(network, folded, Normal(generator, 2, 4, 5, 4));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_matrix_product_takes_in_the_normalization_only_where_its_channels_are_axis_1(bool matrix)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(8);
        var builder = new NetworkBuilder();
        var x = matrix ? builder.AddInput("x", ScalarType.Float64, null, 3) : builder.AddInput("x", ScalarType.Float64, null, 5, 3);
        var y = builder.Add("fc", new MatMul(), builder.Add("relu", new Relu(), x), builder.AddParameter("w", Normal(generator, 3, 5)));
        using var network = builder.Build(Normalize(builder, generator, "bn", y, 5));

        using var folded = BatchNormalizationFolding.Apply(network);

        Assert.Equal(matrix ? ["relu", "fc"] : ["relu", "fc", "bn"], folded.Nodes.Select(n => n.Name));
        SameOutput(network, folded, matrix ? Normal(generator, 2, 3) : Normal(generator, 2, 5, 3));
    }

    [Fact]
    public void A_convolution_with_another_reader_or_that_is_an_output_stays()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var builder = new NetworkBuilder();
        var x = builder.AddInput("x", ScalarType.Float64, null, 2, null, null);
        var read = builder.Add("read", Convolution(1), x, builder.AddParameter("w", Normal(generator, 2, 2, 3, 3)));
        var sum = builder.Add("sum", new Add(), read, Normalize(builder, generator, "bn1", read, 2));
        var shown = builder.Add("shown", Convolution(1), sum, builder.AddParameter("v", Normal(generator, 2, 2, 3, 3)));
        using var network = builder.Build(Normalize(builder, generator, "bn2", shown, 2), shown);

        using var folded = BatchNormalizationFolding.Apply(network);

        Assert.Equal(network.Nodes.Select(n => n.Name), folded.Nodes.Select(n => n.Name));
        Assert.Empty(AffineBlocks.Find(network));
    }

    [Fact]
    public void A_block_is_found_by_its_normalization_and_merges_to_the_folded_bias()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(4);
        var builder = new NetworkBuilder();
        var x = builder.AddInput("x", ScalarType.Float64, null, 2, null, null);
        var w = builder.AddParameter("w", Normal(generator, 3, 2, 3, 3));
        var conv = builder.Add("conv", Convolution(1), x, w, builder.AddParameter("b", Normal(generator, 3)));
        using var network = builder.Build(Normalize(builder, generator, "bn", conv, 3));

        var first = AffineBlocks.Find(network)["bn"];

        using var folded = BatchNormalizationFolding.Apply(network);
        var parameters = network.Nodes[1].Inputs.Skip(1).Select(i => network.Parameters[i]).ToArray();
        var ownBias = network.Parameters[first.Inputs[2]].view(1, 3, 1, 1);
        var merged = network.Nodes[1].Operator.Forward([ownBias, .. parameters])[0];
        Close(folded.Parameters[folded.Nodes[0].Inputs[2]].view(1, 3, 1, 1), merged, Exact);
    }

    [Fact]
    public void A_folded_float32_network_agrees_to_rounding()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        var builder = new NetworkBuilder();
        var x = builder.AddInput("x", ScalarType.Float64, null, 2, null, null);
        var conv = builder.Add("conv", Convolution(1), x, builder.AddParameter("w", Normal(generator, 3, 2, 3, 3)));
        using var network = builder.Build(Normalize(builder, generator, "bn", conv, 3));
        using var single = network.To(ScalarType.Float32);

        using var folded = BatchNormalizationFolding.Apply(single);

        Assert.All(folded.Parameters.Values, p => Assert.Equal(ScalarType.Float32, p.dtype));
        SameOutput(single, folded, Normal(generator, 1, 2, 5, 5).to_type(ScalarType.Float32), 1e-5);
    }

    private static Conv Convolution(long groups) =>
        new() { Padding = SpatialPadding.Symmetric(1, 1), Strides = [1, 1], Dilations = [1, 1], Groups = groups };

    private static string Normalize(NetworkBuilder builder, Generator generator, string name, string x, long channels) =>
        builder.Add(name, new BatchNormalization(1e-3), x, builder.AddParameter("gamma", Normal(generator, channels)),
            builder.AddParameter("beta", Normal(generator, channels)), builder.AddParameter("mean", Normal(generator, channels)),
            builder.AddParameter("variance", Normal(generator, channels).abs() + 0.1));
}
