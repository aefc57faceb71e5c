using Salience.Decomposition;
using Salience.Networks;
using Salience.Networks.Passes;
using Salience.Operators;
using static Salience.Tests.Networks.Passes.PassTesting;
using static TorchSharp.torch;

namespace Salience.Tests.Networks.Passes;

/// <summary>What the passes promise together.</summary>
[NoTensorLeaks]
public sealed class NetworkPassesTests
{
    [Fact]
    public void A_spelled_network_decomposes_term_by_term_like_the_fused_one()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(4);
        using var spelled = Classifier(
            (w, x) =>
            {
                var d = w.Sub(x, w.Mean(x, -1));
                return w.Add(w.Mul(w.Div(d, w.Sqrt(w.Add(w.Mean(w.Pow(d, 2), -1), 1e-5))), w.Constant(1, 8)), w.Constant(2, 8));
            },
            (w, x) => w.Mul(w.Mul(x, 0.5), w.Add(w.Call(new Erf(), w.Div(x, Math.Sqrt(2))), 1)));
        using var known = Classifier(
            (w, x) => w.Call(new LayerNormalization(-1, 1e-5), x, w.Constant(1, 8), w.Constant(2, 8)), (w, x) => w.Call(new Gelu(), x));
        var x = Normal(generator, 2, 5, 8);

        using var fused = NetworkPasses.Standard(spelled);

        using var expected = FullGradient.Decompose(known, x, Target.Classes([1, 0]));
        using var actual = FullGradient.Decompose(fused, x, Target.Classes([1, 0]));
        Assert.Equal(expected.Terms.Select(t => t.Term.Operator), actual.Terms.Select(t => t.Term.Operator));
        foreach (var (wanted, term) in expected.Terms.Zip(actual.Terms))
            Close(wanted.Product(), term.Product(), 1e-10);
    }

    [Fact]
    public void Passing_twice_changes_nothing_more()
    {
        using var scope = NewDisposeScope();
        using var network = FusionTesting.Build((w, x) => w.Mul(x, w.Sigmoid(w.Mul(x, x))), picture: true, ScalarType.Float64);

        using var once = NetworkPasses.Standard(network);
        using var twice = NetworkPasses.Standard(once);

        Assert.Equal(once.Nodes.Select(n => n.ToString()), twice.Nodes.Select(n => n.ToString()));
    }

    [Fact]
    public void A_fused_region_computes_in_the_type_the_network_is_turned_to()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(4);
        using var network = FusionTesting.Build((w, x) => w.Mul(x, w.Sigmoid(w.Mul(x, x))), picture: true, ScalarType.Float32);
        using var fused = NetworkPasses.Standard(network);
        using var wide = fused.To(ScalarType.Float64);
        var x = Normal(generator, 2, 3, 7, 6);

        var y = wide.Run(x);

        Assert.Equal(ScalarType.Float64, y.dtype);
        Close(y, fused.Run(x.to_type(ScalarType.Float32)).to_type(ScalarType.Float64), 1e-5);
    }

    [Fact]
    public void A_residual_sum_around_an_activation_leaves_the_activation_by_name()
    {
        using var scope = NewDisposeScope();
        using var network = FusionTesting.Build((w, x) => w.Add(x, w.Mul(x, w.Sigmoid(x))), picture: true, ScalarType.Float64);

        using var fused = NetworkPasses.Standard(network);

        Assert.Equal(["Swish"], FusionTesting.BiasBearing(fused).Select(n => n.Operator.Name));
    }

    /// <summary>Tokens, normalised, mixed, activated, averaged and classified.</summary>
    private static Network Classifier(Func<FormulaWriter, string, string> norm, Func<FormulaWriter, string, string> activation)
    {
        using var generator = new Generator(6);
        var builder = new NetworkBuilder();
        var w = new FormulaWriter(builder, generator, ScalarType.Float64);
        var x = builder.AddInput("x", ScalarType.Float64, null, 5, 8);
        var hidden = w.Call(new MatMul(), norm(w, x), w.Constant(7, 8, 8));
        var residual = w.Add(x, w.Call(new MatMul(), activation(w, hidden), w.Constant(8, 8, 8)));
        var pooled = w.Call(new ReduceMean(keepDimensions: false), residual, w.Integers(1));
        return builder.Build(w.Call(new Gemm(), pooled, w.Constant(9, 8, 3), w.Constant(10, 3)));
    }
}
