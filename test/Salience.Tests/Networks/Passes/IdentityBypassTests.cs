using Salience.Networks;
using Salience.Networks.Passes;
using Salience.Operators;
using static Salience.Tests.Networks.Passes.PassTesting;
using static TorchSharp.torch;

namespace Salience.Tests.Networks.Passes;

[NoTensorLeaks]
public sealed class IdentityBypassTests
{
    [Fact]
    public void Identities_vanish_and_the_output_keeps_its_name()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var builder = new NetworkBuilder();
        var x = builder.AddInput("x", ScalarType.Float64, null, 3);
        var copy = builder.Add("copy", new Identity(), builder.Add("again", new Identity(), x));
        var hidden = builder.Add("hidden", new Sigmoid(), copy);
        builder.Add("out", new Identity(), builder.Add("inner", new Identity(), builder.Add("relu", new Relu(), hidden)));
        using var network = builder.Build("out");

        using var bypassed = IdentityBypass.Apply(network);

        Assert.Equal(["hidden", "relu"], bypassed.Nodes.Select(n => n.Name));
        SameOutput(network, bypassed, Normal(generator, 2, 3));
    }

    [Fact]
    public void An_input_returned_under_another_name_keeps_its_identity()
    {
        using var scope = NewDisposeScope();
        var builder = new NetworkBuilder();
        var x = builder.AddInput("x", ScalarType.Float64, (long?)null);
        builder.Add("y", new Identity(), x);
        using var network = builder.Build("y");

        using var bypassed = IdentityBypass.Apply(network);

        Assert.Single(bypassed.Nodes);
        SameOutput(network, bypassed, ones(3, ScalarType.Float64));
    }

    [Fact]
    public void Two_outputs_of_one_value_both_remain()
    {
        using var scope = NewDisposeScope();
        var builder = new NetworkBuilder();
        var x = builder.AddInput("x", ScalarType.Float64, (long?)null);
        var y = builder.Add("y", new Sigmoid(), x);
        builder.Add("z", new Identity(), y);
        using var network = builder.Build("y", "z");

        using var bypassed = IdentityBypass.Apply(network);

        var values = bypassed.Run(new Dictionary<string, Tensor> { ["x"] = ones(3, ScalarType.Float64) }, TestContext.Current.CancellationToken);
        Close(values["y"], values["z"], 0);
    }
}
