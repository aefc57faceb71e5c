using Salience.Attribution.Engine;
using Salience.Decomposition;
using Salience.Networks;
using Salience.Operators;
using Salience.Tests.Decomposition;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Attribution.Engine;

[NoTensorLeaks]
public class ReverseWalkTests
{
    /// <summary>Two orders of summation in float64.</summary>
    private const double Rounding = 1e-12;

    public static TheoryData<string> Networks => [.. MethodNetworks.Names, "merging"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_rule_of_the_chain_gives_the_gradient(string name)
    {
        using var scope = NewDisposeScope();
        using var network = name == "merging" ? Merging() : MethodNetworks.Make(name);
        var images = name == "merging" ? SmallNetworks.Images(1, 2, 4, 4) : MethodNetworks.Images(name, 2);
        var inputs = new Dictionary<string, Tensor> { [network.Inputs[0].Name] = images };
        var expected = GradientPass.Run(network, inputs, [Target.Class(1), Target.Margin(0, 2)], TestContext.Current.CancellationToken);
        var rule = new ChainRule(_ => WalkNeeds.Inputs);
        using var walk = ReverseWalk.Record(network, inputs, rule, TestContext.Current.CancellationToken);

        for (var i = 0; i < 2; i++)
        {
            var seed = TargetGradient.Of(i == 0 ? Target.Class(1) : Target.Margin(0, 2), walk.FlatOutput()).Gradient;
            var arrived = walk.Run(seed, rule, last: i == 1, TestContext.Current.CancellationToken);
            Assert.True((arrived - expected[i].Input).abs().max().ToDouble() <= Rounding * expected[i].Input.abs().max().ToDouble());
        }
    }

    [Fact]
    public void Values_a_rule_does_not_need_are_stand_ins_of_their_shape()
    {
        using var scope = NewDisposeScope();
        using var network = MethodNetworks.WithoutBias(1);
        var images = SmallNetworks.Images(1, 2);
        var inputs = new Dictionary<string, Tensor> { ["x"] = images };
        // Linear layers need no activation for their Jacobian.
        var rule = new ChainRule(node => node.Operator is Relu ? WalkNeeds.Inputs : WalkNeeds.Shapes);
        var expected = GradientPass.Run(network, inputs, [Target.Class(0)], TestContext.Current.CancellationToken)[0];
        using var walk = ReverseWalk.Record(network, inputs, rule, TestContext.Current.CancellationToken);
        var arrived = walk.Run(TargetGradient.Of(Target.Class(0), walk.FlatOutput()).Gradient, rule, last: false, TestContext.Current.CancellationToken);

        Assert.True((arrived - expected.Input).abs().max().ToDouble() <= Rounding);
        Assert.True(rule.Calls.Where(c => c.Node.Operator is not Relu).All(c => c.Call.Input(0).stride().All(s => s == 0)));
    }

    [Fact]
    public void A_rule_may_stop_the_walk_and_an_input_that_nothing_reaches_gets_zero()
    {
        using var scope = NewDisposeScope();
        using var network = MethodNetworks.Make("relu");
        var images = MethodNetworks.Images("relu", 2);
        var rule = new ChainRule(node => node.Name == "act3" ? WalkNeeds.Nothing : WalkNeeds.Inputs);
        using var walk = ReverseWalk.Record(network, new Dictionary<string, Tensor> { ["x"] = images }, rule, TestContext.Current.CancellationToken);
        var arrived = walk.Run(ones_like(walk.FlatOutput()), rule, last: true, TestContext.Current.CancellationToken);

        Assert.Equal(images.shape, arrived.shape);
        Assert.Equal(0, arrived.abs().max().ToDouble());
        Assert.DoesNotContain(rule.Calls, c => c.Node.Name is "act3" or "conv3");
    }

    [Fact]
    public void A_walk_stops_between_two_nodes()
    {
        using var scope = NewDisposeScope();
        using var network = MethodNetworks.Make("relu");
        using var source = new CancellationTokenSource();
        var rule = new ChainRule(_ => WalkNeeds.Inputs, source.Cancel);
        using var walk = ReverseWalk.Record(network, new Dictionary<string, Tensor> { ["x"] = MethodNetworks.Images("relu", 1) }, rule, source.Token);

        Assert.Throws<OperationCanceledException>(() => walk.Run(ones_like(walk.FlatOutput()), rule, last: true, source.Token));
        Assert.Single(rule.Calls);
    }

    [Fact]
    public void An_output_that_does_not_depend_on_the_input_is_refused()
    {
        using var scope = NewDisposeScope();
        var b = new NetworkBuilder();
        var x = b.AddInput("x", ScalarType.Float64, null, 3);
        using var network = b.Build(b.Add("step", new ArgMax(1), x));
        var failure = Assert.Throws<InvalidOperationException>(
            () => ReverseWalk.Record(network, new Dictionary<string, Tensor> { ["x"] = ones(1, 3, dtype: ScalarType.Float64) }, new ChainRule(_ => WalkNeeds.Inputs), default));

        Assert.Contains("'step' does not depend differentiably on the input", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>A value read by several nodes and twice by one, parts split off and joined again, a product of two activations.</summary>
    private static Network Merging()
    {
        var b = new NetworkBuilder();
        var x = b.AddInput("x", ScalarType.Float64, null, 3, 4, 4);
        b.Add("parts", new Split(3, 1), [x, b.AddParameter("sizes", tensor(new long[] { 1, 1, 1 }))], ["red", "green", string.Empty]);
        var square = b.Add("square", new Mul(), "red", "red");
        var joined = b.Add("joined", new Concat(1), square, "green", b.Add("product", new Mul(), "red", "green"));
        return b.Build(b.Add("flat", new Flatten(1), b.Add("sum", new Add(), joined, x)));
    }

    /// <summary>Passes <c>Jᵀ·g</c> on: the walk is then a backward pass.</summary>
    private sealed class ChainRule(Func<Node, WalkNeeds> needs, Action? visited = null) : IWalkRule
    {
        public List<(Node Node, OperatorCall Call)> Calls { get; } = [];

        public WalkNeeds Needs(Node node, IReadOnlyList<bool> active) => needs(node);

        public IReadOnlyList<Tensor?> Apply(Node node, OperatorCall call, IReadOnlyList<Tensor?> arriving)
        {
            Calls.Add((node, call));
            visited?.Invoke();
            return LocalPass.Run(node.Operator, call.Inputs, call.Active).Pull(arriving);
        }
    }
}
