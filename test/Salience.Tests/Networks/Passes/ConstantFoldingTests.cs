using Salience.Networks;
using Salience.Networks.Passes;
using Salience.Operators;
using static Salience.Tests.Networks.Passes.PassTesting;
using static TorchSharp.torch;

namespace Salience.Tests.Networks.Passes;

[NoTensorLeaks]
public sealed class ConstantFoldingTests
{
    [Fact]
    public void Nodes_that_read_constants_only_become_parameters()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var builder = new NetworkBuilder();
        var x = builder.AddInput("x", ScalarType.Float64, null, 3);
        var a = builder.AddParameter("a", Normal(generator, 3));
        var b = builder.AddParameter("b", Normal(generator, 3));
        var sum = builder.Add("sum", new Add(), a, b);
        var square = builder.Add("square", new Mul(), sum, sum);
        var y = builder.Add("y", new Mul(), x, square);
        using var network = builder.Build(y);

        using var folded = ConstantFolding.Apply(network);

        Assert.Equal(["y"], folded.Nodes.Select(n => n.Name));
        Assert.Equal(["square"], folded.Parameters.Keys);
        SameOutput(network, folded, Normal(generator, 2, 3));
    }

    [Fact]
    public void A_constant_output_of_the_network_keeps_its_name()
    {
        using var scope = NewDisposeScope();
        var builder = new NetworkBuilder();
        builder.AddInput("x", ScalarType.Float64, (long?)null);
        var a = builder.AddParameter("a", ones(2, ScalarType.Float64));
        builder.Add("y", new Add(), a, a);
        using var network = builder.Build("y");

        using var folded = ConstantFolding.Apply(network);

        Assert.Empty(folded.Nodes);
        Close(full([2], 2.0, ScalarType.Float64), folded.Run(zeros(2, ScalarType.Float64)), Exact);
    }

    [Fact]
    public void A_constant_that_would_outgrow_its_source_stays_a_node()
    {
        using var scope = NewDisposeScope();
        var builder = new NetworkBuilder();
        var x = builder.AddInput("x", ScalarType.Float32, (long?)null);
        var row = builder.AddParameter("row", ones(1, 5000));
        var column = builder.AddParameter("column", ones(5000, 1));
        var table = builder.Add("table", new Mul(), row, column);
        using var network = builder.Build(builder.Add("y", new Mul(), x, table));

        using var folded = ConstantFolding.Apply(network);

        Assert.Equal(["table", "y"], folded.Nodes.Select(n => n.Name));
    }

    [Fact]
    public void The_source_still_runs_after_the_folded_network_is_disposed()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(2);
        var builder = new NetworkBuilder();
        var x = builder.AddInput("x", ScalarType.Float64, null, 3);
        var a = builder.AddParameter("a", Normal(generator, 3));
        using var network = builder.Build(builder.Add("y", new Mul(), x, builder.Add("twice", new Add(), a, a)));
        var input = Normal(generator, 2, 3);
        var before = network.Run(input);

        ConstantFolding.Apply(network).Dispose();

        Close(before, network.Run(input), 0);
    }
}
