using Salience.Networks;
using Salience.Networks.Passes;
using Salience.Operators;
using Salience.PostProcessing;
using static TorchSharp.torch;

namespace Salience.Tests.Networks.Passes;

/// <summary>Functions over axes, each in the spellings that exporters have used. Tokens are <c>(2, 5, 8)</c>, pictures <c>(2, 4, 5, 4)</c>.</summary>
[NoTensorLeaks]
public sealed class AxisFusionTests
{
    private const double Epsilon = 1e-2;

    private sealed record Case(string? Operator, bool Picture, Func<FormulaWriter, string, string> Known, params Func<FormulaWriter, string, string>[] Spellings);

    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["layer norm"] = new("LayerNormalization", false, (w, x) => w.Call(new LayerNormalization(-1, Epsilon), x, w.Constant(1, 8), w.Constant(2, 8)),
            (w, x) => Affine(w, Centred(w, x, d => w.Div(d, w.Sqrt(w.Add(w.Mean(w.Pow(d, 2), -1), Epsilon)))), 8),
            (w, x) => Affine(w, Centred(w, x, d => w.Mul(w.Pow(w.Add(w.Mean(w.Mul(d, d), -1), Epsilon), -0.5), d)), 8),
            (w, x) => Affine(w, Centred(w, x, d => w.Mul(d, w.Reciprocal(w.Sqrt(w.Add(w.Mul(w.Sum(w.Mul(d, d), 2), 0.125), Epsilon))))), 8),
            (w, x) => Affine(w, w.Div(w.Sub(x, w.Mean(x, -1)), w.Sqrt(w.Add(w.Mean(w.Pow(w.Sub(x, w.Mean(x, -1)), 2), -1), w.Number(Epsilon)))), 8),
            (w, x) => Affine(w, w.Div(w.Sub(x, w.Mean(x, -1)), w.Sqrt(w.Add(w.Sub(w.Mean(w.Mul(x, x), -1), w.Pow(w.Mean(x, -1), 2)), Epsilon))), 8),
            (w, x) => Affine(w, w.Call(new LayerNormalization(-1, Epsilon), x, w.Filled(1, 8), w.Filled(0, 8)), 8),
            (w, x) =>
            {
                // TensorFlow: x·s + (β − μ·s) with s = γ/√(v + ε).
                var mean = w.Mean(x, -1);
                var s = w.Mul(w.Reciprocal(w.Sqrt(w.Add(w.Mean(w.Pow(w.Sub(x, mean), 2), -1), Epsilon))), w.Constant(1, 8));
                return w.Add(w.Mul(x, s), w.Sub(w.Constant(2, 8), w.Mul(mean, s)));
            }),
        ["layer norm without affine"] = new("LayerNormalization", false, (w, x) => w.Call(new LayerNormalization(-1, Epsilon), x, w.Filled(1, 8)),
            (w, x) => Centred(w, x, d => w.Div(d, w.Sqrt(w.Add(w.Mean(w.Pow(d, 2), -1), Epsilon))))),
        ["layer norm over channels"] = new("LayerNormalization", true, (w, x) => w.Call(new ChannelLayerNorm(), x, w.Constant(1, 4, 1, 1), w.Constant(2, 4, 1, 1)),
            (w, x) =>
            {
                var d = w.Sub(x, w.Mean(x, 1));
                return w.Add(w.Mul(w.Constant(1, 4, 1, 1), w.Div(d, w.Sqrt(w.Add(w.Mean(w.Pow(d, 2), 1), Epsilon)))), w.Constant(2, 4, 1, 1));
            }),
        ["rms norm"] = new("RMSNormalization", false, (w, x) => w.Call(new RMSNormalization(-1, Epsilon), x, w.Constant(1, 8)),
            (w, x) => w.Mul(w.Constant(1, 8), w.Mul(x, w.Reciprocal(w.Sqrt(w.Add(w.Mean(w.Pow(x, 2), -1), Epsilon))))),
            (w, x) => w.Mul(w.Div(x, w.Sqrt(w.Add(w.Mean(w.Mul(x, x), -1), Epsilon))), w.Constant(1, 8)),
            (w, x) => w.Mul(w.Mul(x, w.Pow(w.Add(w.Div(w.Call(new ReduceSumSquare(), x, w.Integers(-1)), 8), Epsilon), -0.5)), w.Constant(1, 8)),
            (w, x) => w.Mul(w.Call(new RMSNormalization(-1, Epsilon), x, w.Filled(1, 8)), w.Constant(1, 8))),
        ["instance norm"] = new("InstanceNormalization", true, (w, x) => w.Call(new InstanceNormalization(Epsilon), x, w.Constant(1, 4), w.Constant(2, 4)),
            (w, x) =>
            {
                var d = w.Sub(x, w.Mean(x, 2, 3));
                return w.Add(w.Mul(w.Div(d, w.Sqrt(w.Add(w.Mean(w.Mul(d, d), 2, 3), Epsilon))), w.Constant(1, 4, 1, 1)), w.Constant(2, 4, 1, 1));
            },
            (w, x) =>
            {
                var d = w.Sub(x, w.Call(new GlobalAveragePool(), x));
                var n = w.Mul(d, w.Pow(w.Add(w.Call(new GlobalAveragePool(), w.Mul(d, d)), Epsilon), -0.5));
                return w.Add(w.Mul(w.Constant(1, 4, 1, 1), n), w.Constant(2, 4, 1, 1));
            },
            (w, x) =>
            {
                var n = w.Call(new InstanceNormalization(Epsilon), x, w.Filled(1, 4), w.Filled(0, 4));
                return w.Add(w.Mul(n, w.Constant(1, 4, 1, 1)), w.Constant(2, 4, 1, 1));
            }),
        ["group norm"] = new("GroupNormalization", true, (w, x) => w.Call(new GroupNormalization(2, Epsilon), x, w.Constant(1, 4), w.Constant(2, 4)),
            (w, x) =>
            {
                var rows = w.Call(new Reshape(), x, w.Integers(0, 2, -1));
                var n = w.Call(new InstanceNormalization(Epsilon), rows, w.Filled(1, 2), w.Filled(0, 2));
                var picture = w.Call(new Reshape(), n, w.Call(new Shape(), x));
                return w.Add(w.Mul(picture, w.Constant(1, 4, 1, 1)), w.Constant(2, 4, 1, 1));
            },
            (w, x) =>
            {
                var rows = w.Call(new Reshape(), x, w.Integers(0, 2, -1));
                var d = w.Sub(rows, w.Mean(rows, 2));
                var n = w.Div(d, w.Sqrt(w.Add(w.Mean(w.Pow(d, 2), 2), Epsilon)));
                return w.Add(w.Mul(w.Call(new Reshape(), n, w.Integers(-1, 4, 5, 4)), w.Constant(1, 4, 1, 1)), w.Constant(2, 4, 1, 1));
            }),
        ["softmax"] = new("Softmax", false, (w, x) => w.Call(new Softmax(-1), x),
            (w, x) => Quotient(w, w.Exp(x)),
            (w, x) => Quotient(w, w.Exp(w.Sub(x, w.Max(x, -1)))),
            (w, x) => Scaled(w, w.Exp(w.Sub(x, w.Max(x, -1))), e => w.Reciprocal(w.Sum(e, -1))),
            (w, x) => w.Exp(w.Call(new LogSoftmax(-1), x)),
            (w, x) => w.Exp(w.Sub(x, w.Call(new ReduceLogSumExp(), x, w.Integers(-1))))),
        ["log softmax"] = new("LogSoftmax", false, (w, x) => w.Call(new LogSoftmax(-1), x),
            (w, x) => w.Log(w.Call(new Softmax(-1), x)),
            (w, x) => w.Sub(x, w.Log(w.Sum(w.Exp(x), -1))),
            (w, x) => w.Sub(x, w.Call(new ReduceLogSumExp(), x, w.Integers(-1))),
            (w, x) =>
            {
                var shifted = w.Sub(x, w.Max(x, -1));
                return w.Sub(shifted, w.Log(w.Sum(w.Exp(shifted), -1)));
            }),
        ["unit length"] = new("LpNormalization", false, (w, x) => w.Call(new LpNormalization(-1), x),
            (w, x) => w.Div(x, w.Call(new ReduceL2(), x, w.Integers(-1))),
            (w, x) => w.Div(x, w.Sqrt(w.Sum(w.Mul(x, x), -1))),
            (w, x) => w.Mul(x, w.Pow(w.Call(new ReduceSumSquare(), x, w.Integers(-1)), -0.5))),
        ["local response"] = new("LRN", true, (w, x) => w.Call(new LRN(3, 0.3, 0.75, 2), x),
            (w, x) => w.Div(x, w.Pow(w.Add(w.Mul(Window(w, w.Mul(x, x)), 0.3), 2), 0.75)),
            (w, x) => w.Mul(w.Pow(w.Add(w.Number(2), w.Mul(0.1, w.Mul(Window(w, w.Pow(x, 2)), 3))), -0.75), x)),
        ["log of summed exponentials"] = new("ReduceLogSumExp", false, (w, x) => Spread(w, x, w.Call(new ReduceLogSumExp(), x, w.Integers(-1))),
            (w, x) => Spread(w, x, w.Log(w.Sum(w.Exp(x), -1)))),
        ["length"] = new(null, false, (w, x) => Spread(w, x, w.Call(new ReduceL2(), x, w.Integers(-1))),
            (w, x) => Spread(w, x, w.Sqrt(w.Sum(w.Pow(x, 2), -1)))),
        ["mean of powers"] = new(null, true, (w, x) => Spread(w, x, w.Call(new CubicMean(), x)), (w, x) => Spread(w, x, PowerMean(w, x))),
    };

    public static TheoryData<string, int> Spellings()
    {
        var data = new TheoryData<string, int>();
        foreach (var (name, item) in Cases)
        {
            for (var i = 0; i < item.Spellings.Length; i++)
                data.Add(name, i);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public void A_function_over_axes_becomes_one_node_however_it_is_spelled(string name, int spelling) =>
        FusionTesting.BecomesOne(Cases[name].Spellings[spelling], Cases[name].Known, Cases[name].Operator, Cases[name].Picture);

    [Theory]
    [MemberData(nameof(Spellings))]
    public void The_map_does_not_show_how_a_function_over_axes_was_spelled(string name, int spelling)
    {
        var (_, picture, known, spellings) = Cases[name];
        FusionTesting.GivesTheSameMap(spellings[spelling], known, picture, Presets.Paper);
        FusionTesting.GivesTheSameMap(spellings[spelling], known, picture, Presets.Signed);
    }

    [Fact]
    public void A_spelled_norm_in_float32_gets_the_epsilon_that_was_written()
    {
        using var scope = NewDisposeScope();
        using var network = FusionTesting.Build(
            (w, x) => Affine(w, Centred(w, x, d => w.Div(d, w.Sqrt(w.Add(w.Mean(w.Pow(d, 2), -1), 1e-5)))), 8), picture: false, ScalarType.Float32);

        using var fused = NetworkPasses.Standard(network);

        var norm = Assert.IsType<LayerNormalization>(Assert.Single(FusionTesting.BiasBearing(fused)).Operator);
        Assert.Equal(1e-5, norm.Epsilon);
    }

    [Fact]
    public void A_position_embedding_after_a_norm_keeps_its_own_term()
    {
        using var scope = NewDisposeScope();
        using var network = FusionTesting.Build(
            (w, x) => w.Add(w.Call(new LayerNormalization(-1, Epsilon), x, w.Filled(1, 8), w.Constant(2, 8)), w.Vector(1, 5, 8)), picture: false, ScalarType.Float64);

        using var fused = NetworkPasses.Standard(network);

        Assert.Equal(["LayerNormalization", "Add"], FusionTesting.BiasBearing(fused).Select(n => n.Operator.Name));
    }

    [Fact]
    public void A_norm_over_channels_seen_at_one_position_is_not_taken_for_one_over_positions_too()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(9);
        var builder = new NetworkBuilder();
        var w = new FormulaWriter(builder, generator, ScalarType.Float64);
        var x = builder.AddInput("x", ScalarType.Float64, 2, 4, 1, 1);
        var d = w.Sub(x, w.Mean(x, 1));
        using var network = builder.Build(w.Mul(w.Div(d, w.Sqrt(w.Add(w.Mean(w.Pow(d, 2), 1), Epsilon))), w.Vector(4, 1, 1)));

        using var fused = NetworkPasses.Standard(network);

        var node = Assert.Single(FusionTesting.BiasBearing(fused));
        var inputs = node.Inputs.Skip(1).Select(i => fused.Parameters[i]).ToArray();
        var wide = PassTesting.Normal(generator, 2, 4, 3, 3);
        var position = wide.slice(2, 1, 2, 1).slice(3, 2, 3, 1);
        var whole = node.Operator.Forward([wide, .. inputs])[0].slice(2, 1, 2, 1).slice(3, 2, 3, 1);
        PassTesting.Close(node.Operator.Forward([position, .. inputs])[0], whole, PassTesting.Exact);
    }

    [Fact]
    public void A_formula_without_a_name_is_one_region_with_one_bias()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(9);
        using var network = FusionTesting.Build(
            (w, x) =>
            {
                var length = w.Call(new ReduceL2(), x, w.Integers(2, 3));
                return w.Mul(x, w.Div(length, w.Add(w.Mean(length, 1), 1e-6)));
            },
            picture: true, ScalarType.Float64);

        using var fused = NetworkPasses.Standard(network);

        var node = Assert.Single(FusionTesting.BiasBearing(fused));
        Assert.IsType<FusedRegion>(node.Operator);
        PassTesting.SameOutput(network, fused, PassTesting.Normal(generator, 2, 3, 7, 6));
        Operators.OperatorIdentity.Check(
            node.Operator, [PassTesting.Normal(generator, 2, 4, 5, 4), .. node.Inputs.Skip(1).Select(i => fused.Parameters[i])], [true, .. new bool[node.Inputs.Count - 1]]);
    }

    private static string Affine(FormulaWriter w, string n, long size) => w.Add(w.Mul(n, w.Constant(1, size)), w.Constant(2, size));

    private static string Centred(FormulaWriter w, string x, Func<string, string> rest) => rest(w.Sub(x, w.Mean(x, -1)));

    private static string Quotient(FormulaWriter w, string e) => w.Div(e, w.Sum(e, -1));

    private static string Scaled(FormulaWriter w, string e, Func<string, string> factor) => w.Mul(e, factor(e));

    /// <summary>A reduced value brought back to the shape of x, so that it fits between the layers.</summary>
    private static string Spread(FormulaWriter w, string x, string reduced) => w.Call(new Expand(), reduced, w.Call(new Shape(), x));

    private static string PowerMean(FormulaWriter w, string x) => w.Pow(w.Mean(w.Pow(w.Call(new Abs(), x), 3), 2, 3), 1.0 / 3);

    /// <summary>The mean over three neighbouring channels, as PyTorch spells it: average pooling over the channels as if they were a spatial axis.</summary>
    private static string Window(FormulaWriter w, string square)
    {
        var lifted = w.Call(new Unsqueeze(), square, w.Integers(1));
        var padded = w.Call(new Pad(), lifted, w.Integers(0, 0, 1, 0, 0, 0, 0, 1, 0, 0));
        var window = new SlidingWindow { Kernel = [3, 1, 1], Strides = [1, 1, 1], Dilations = [1, 1, 1], Padding = SpatialPadding.None(3) };
        return w.Call(new Squeeze(), w.Call(new AveragePool(window), padded), w.Integers(1));
    }

    /// <summary>The root of the mean of cubes over a picture; homogeneous of degree 1.</summary>
    private sealed class CubicMean : SingleOutputOperator
    {
        public override OperatorKind Kind => OperatorKind.Homogeneous;

        protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]!.abs().pow(3).mean([2, 3], keepdim: true).pow(1.0 / 3);
    }

    /// <summary>Layer normalisation over the channels of a picture; ONNX has no operator for it.</summary>
    private sealed class ChannelLayerNorm : SingleOutputOperator
    {
        public override OperatorKind Kind => OperatorKind.Nonlinear;

        protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
        {
            using var scope = NewDisposeScope();
            var d = inputs[0]! - inputs[0]!.mean([1], keepdim: true);
            return (d / (d.square().mean([1], keepdim: true) + Epsilon).sqrt() * inputs[1]! + inputs[2]!).MoveToOuterDisposeScope();
        }
    }
}
