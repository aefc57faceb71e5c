using Salience.Attribution;
using Salience.Decomposition;
using Salience.Modules;
using Salience.Networks;
using Salience.Operators;
using Salience.PostProcessing;
using Salience.Tests.Networks.Passes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Salience.Tests.Modules;

[NoTensorLeaks]
public class TorchModuleTests
{
    /// <summary>Rounding of float64 over some thousand operations.</summary>
    private const double Exact = 1e-11;

    [Fact]
    public void A_linear_module_has_its_bias_vector_as_term()
    {
        using var scope = NewDisposeScope();
        using var module = SampleModules.Randomize(nn.Linear(3, 2), 1);
        using var x = tensor(new double[,] { { 1, -2, 3 } });
        using var result = FullGradient.Decompose(new TorchModule(module), x, Target.Class(1));

        var term = Assert.Single(result.Terms);
        Assert.Equal((module.GetName(), "Gemm", BiasKind.Explicit), (term.Term.Node, term.Term.Operator, term.Term.Kind));
        Assert.Equal(module.bias![1].ToDouble(), term.Term.Sums[0], 14);
        Assert.Equal((module.weight![1] * x[0]).sum().ToDouble(), result.Completeness.InputTerms[0], 14);
    }

    [Fact]
    public void A_sigmoid_module_has_the_offset_of_its_tangent_as_bias()
    {
        using var scope = NewDisposeScope();
        using var module = nn.Sequential(("sigmoid", nn.Sigmoid()));
        using var x = tensor(new float[,] { { 0.7f, -1.5f } });
        using var result = FullGradient.Decompose(new TorchModule(module), x, Target.Class(0));

        var s = 1 / (1 + Math.Exp(-0.7f));
        Assert.Equal(s - s * (1 - s) * 0.7f, Assert.Single(result.Terms).Term.Sums[0], 6);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void A_sequential_has_the_terms_of_the_same_network_built_by_nodes(bool inplace, bool merge)
    {
        using var scope = NewDisposeScope();
        using var module = SampleModules.Plain(inplace);
        using var network = AsNetwork(module);
        var x = SampleModules.Images(2, 3);
        var settings = new FullGradientSettings(merge);
        using var expected = FullGradient.Decompose(network, x, Target.ArgMax, settings);
        using var actual = FullGradient.Decompose(new TorchModule(module), x, Target.ArgMax, settings);

        Assert.Equal(expected.Terms.Select(t => t.Term.Node), actual.Terms.Select(t => t.Term.Node));
        Assert.Equal(expected.Terms.Select(t => t.Term.Operator), actual.Terms.Select(t => t.Term.Operator));
        foreach (var (e, a) in expected.Terms.Zip(actual.Terms))
            PassTesting.Close(e.Product(), a.Product(), Exact);
        PassTesting.Close(expected.InputTerm, actual.InputTerm, Exact);
        Assert.Empty(actual.Completeness.Remarks);
    }

    [Theory]
    [InlineData("paper")]
    [InlineData("idiap")]
    [InlineData("signed")]
    public void A_sequential_has_the_map_of_the_same_network(string preset)
    {
        using var scope = NewDisposeScope();
        using var module = SampleModules.Plain(inplace: true);
        using var network = AsNetwork(module);
        var x = SampleModules.Images(3, 2);
        var settings = new FullGradSettings(Presets.Find(preset));
        using var ofNetwork = new FullGrad(network, settings);
        using var ofModule = new FullGrad(new TorchModule(module), settings);
        using var expected = ofNetwork.Explain(x, Target.Class(2));
        using var actual = ofModule.Explain(x, Target.Class(2));

        PassTesting.Close(expected.Map, actual.Map, 1e-10);
        PassTesting.Close(expected.Outputs, actual.Outputs, Exact);
    }

    [Theory]
    [InlineData("tanh")]
    [InlineData("silu")]
    [InlineData("gelu")]
    [InlineData("hardswish")]
    [InlineData("hardtanh")]
    [InlineData("elu")]
    [InlineData("softplus")]
    [InlineData("mish")]
    [InlineData("layernorm")]
    [InlineData("softmax")]
    [InlineData("own")]
    public void Modules_of_any_nonlinearity_add_up(string name)
    {
        using var scope = NewDisposeScope();
        using var module = SampleModules.Randomize(new SharedLayer(Make(name)), 4);
        using var generator = new Generator(5);
        using var result = FullGradient.Decompose(new TorchModule(module), randn([4, 3], ScalarType.Float64, generator: generator), Target.ArgMax);

        Assert.All(Enumerable.Range(0, 4), i => Assert.True(result.Completeness.Residual(i) < Exact, $"{result.Completeness.Residual(i)}"));
        Assert.Contains(result.Terms, t => t.Term.Kind.HasFlag(BiasKind.Implicit) && Math.Abs(t.Term.Sums[0]) > 1e-6);
    }

    [Fact]
    public void A_module_called_twice_has_two_terms()
    {
        using var scope = NewDisposeScope();
        using var module = SampleModules.Randomize(new SharedLayer(nn.ReLU()), 6);
        using var generator = new Generator(7);
        var x = randn([1, 3], ScalarType.Float64, generator: generator);
        using var result = FullGradient.Decompose(new TorchModule(module), x, Target.Class(0));

        Assert.Equal(["shared", "shared#2"], result.Terms.Select(t => t.Term.Node));
        // f = w_0·relu(Wx + b) + b_0: the second call adds b_0 itself, the first w_0 ⊙ (Wx + b > 0) · b.
        var (w, b) = (module.Shared.weight!, module.Shared.bias!);
        var open = (x.matmul(w.t()) + b > 0).to_type(ScalarType.Float64)[0];
        Assert.Equal(b[0].ToDouble(), result.Terms[1].Term.Sums[0], 13);
        Assert.Equal((w[0] * open * b).sum().ToDouble(), result.Terms[0].Term.Sums[0], 13);
    }

    [Fact]
    public void Code_that_writes_into_a_value_in_place_keeps_the_identity()
    {
        using var scope = NewDisposeScope();
        using var module = Classifier(new Block(4, withOffset: false));
        using var result = FullGradient.Decompose(new TorchModule(module), SampleModules.Images(8, 2), Target.Margin(0, 3));

        Assert.All(Enumerable.Range(0, 2), i => Assert.True(result.Completeness.Residual(i) < Exact));
        Assert.Equal(["0", "1.conv", "4"], result.Terms.Select(t => t.Term.Node));
    }

    [Fact]
    public void A_bias_that_no_submodule_holds_is_reported_with_the_module_that_adds_it()
    {
        using var scope = NewDisposeScope();
        using var module = Classifier(nn.Sequential(("plain", new Block(4, withOffset: false)), ("offset", new Block(4, withOffset: true))));
        using var result = FullGradient.Decompose(new TorchModule(module), SampleModules.Images(9, 1), Target.Class(0));

        Assert.True(result.Completeness.Residual(0) > 1e-3);
        Assert.Contains(result.Completeness.Remarks, r => r.Contains("'1.offset' (Block)", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Completeness.Remarks, r => r.Contains("'1.plain'", StringComparison.Ordinal) || r.Contains("'1'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_module_taken_whole_has_one_term_for_all_it_computes()
    {
        using var scope = NewDisposeScope();
        using var module = Classifier(new Block(4, withOffset: true));
        var whole = new TorchModule(module, new TorchModuleSettings(["1"]));
        using var result = FullGradient.Decompose(whole, SampleModules.Images(9, 1), Target.Class(0));

        Assert.True(result.Completeness.Residual(0) < Exact);
        Assert.Equal(["0", "1", "4"], result.Terms.Select(t => t.Term.Node));
        Assert.Empty(result.Completeness.Remarks);
    }

    [Fact]
    public void A_module_called_by_forward_is_named()
    {
        using var scope = NewDisposeScope();
        using var linear = nn.Linear(3, 3);
        using var module = SampleModules.Randomize(new CallsForward(linear), 3);
        using var result = FullGradient.Decompose(new TorchModule(module), ones([1, 3], ScalarType.Float64), Target.Class(0));

        Assert.Contains(result.Completeness.Remarks, r => r.Contains("'inner' (Linear) was never called", StringComparison.Ordinal));
    }

    [Fact]
    public void An_unknown_name_of_a_whole_module_is_refused_with_those_that_exist()
    {
        using var module = nn.Sequential(("fc", nn.Linear(1, 1)));
        var e = Assert.Throws<ArgumentException>(() => new TorchModule(module, new TorchModuleSettings(["fd"])));
        Assert.Contains("'fd'", e.Message, StringComparison.Ordinal);
        Assert.Contains("fc", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Mode_gradients_and_hooks_are_restored(bool fail)
    {
        using var scope = NewDisposeScope();
        var failing = new Failing();
        using var module = Classifier(nn.Sequential(("block", new Block(4, withOffset: false)), ("failing", failing)));
        module.train();
        ((nn.Module)failing).eval();
        var frozen = module.parameters().First();
        frozen.requires_grad = false;
        var modes = Modes(module);
        var x = SampleModules.Images(1, 1);
        var calls = 0;
        void Explain()
        {
            using var result = FullGradient.Decompose(new TorchModule(module), x, Target.ArgMax);
            calls++;
        }

        failing.Fail = fail;
        if (fail)
            Assert.Throws<InvalidOperationException>(Explain);
        else
            Explain();

        Assert.Equal(fail ? 0 : 1, calls);
        Assert.Equal(modes, Modes(module));
        Assert.All(module.parameters(), p => Assert.Equal(!ReferenceEquals(p, frozen), p.requires_grad));
        Assert.All(module.parameters(), p => Assert.True(p.grad is null || p.grad.IsInvalid));
        Assert.False(x.requires_grad);
        failing.Fail = false;
        module.eval();
        using var quiet = no_grad();
        Assert.False(module.call(x).requires_grad);
    }

    [Fact]
    public void Explanations_of_a_module_leave_no_tensor_alive()
    {
        using var scope = NewDisposeScope();
        using var module = SampleModules.Plain(inplace: true);
        var x = SampleModules.Images(1, 1);
        using var fullGrad = new FullGrad(new TorchModule(module));
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 20; i++)
            fullGrad.Explain(x, Target.ArgMax).Dispose();

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static nn.Module<Tensor, Tensor> Make(string name) => name switch
    {
        "tanh" => nn.Tanh(),
        "silu" => nn.SiLU(inplace: true),
        "gelu" => nn.GELU(),
        "hardswish" => nn.Hardswish(),
        "hardtanh" => nn.Hardtanh(-0.2, 0.2, inplace: true),
        "elu" => nn.ELU(),
        "softplus" => nn.Softplus(),
        "mish" => nn.Mish(),
        "layernorm" => nn.LayerNorm(3),
        "softmax" => nn.Softmax(1),
        _ => new SquareInPlace(),
    };

    private static Sequential Classifier(nn.Module<Tensor, Tensor> middle) => SampleModules.Randomize(
        nn.Sequential(("0", nn.Conv2d(3, 4, 3)), ("1", middle), ("2", nn.AdaptiveAvgPool2d(1)), ("3", nn.Flatten()), ("4", nn.Linear(4, 4))), 11);

    private static List<(string Name, bool Training)> Modes(nn.Module module) => module.named_modules().Select(m => (m.name, m.module.training)).ToList();

    /// <summary>The layers of <see cref="SampleModules.Plain"/> as nodes on the same weights.</summary>
    private static Network AsNetwork(Sequential module)
    {
        var state = module.state_dict();
        var b = new NetworkBuilder();
        string P(string name) => b.AddParameter(name, state[name].detach().clone());
        Conv Convolution(long padding) => new() { Padding = SpatialPadding.Symmetric(padding, padding), Strides = [1, 1], Dilations = [1, 1] };
        var x = b.AddInput("x", ScalarType.Float64, null, 3, null, null);
        var y = b.Add("conv1", Convolution(1), x, P("conv1.weight"), P("conv1.bias"));
        y = b.Add("bn1", new BatchNormalization(1e-5), y, P("bn1.weight"), P("bn1.bias"), P("bn1.running_mean"), P("bn1.running_var"));
        y = b.Add("pool", new TwoByTwoMaximum(), b.Add("relu1", new Salience.Operators.Relu(), y));
        y = b.Add("relu2", new Salience.Operators.Relu(), b.Add("conv2", Convolution(0), y, P("conv2.weight"), P("conv2.bias")));
        y = b.Add("fc", new Gemm(transposeB: true), b.Add("gap", new SpatialMean(), y), P("fc.weight"), P("fc.bias"));
        return b.Build(y);
    }

    private sealed class TwoByTwoMaximum : SingleOutputOperator
    {
        public override OperatorKind Kind => OperatorKind.Homogeneous;

        protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => nn.functional.max_pool2d(inputs[0]!, 2);
    }

    private sealed class SpatialMean : SingleOutputOperator
    {
        public override OperatorKind Kind => OperatorKind.Linear;

        protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]!.mean([2, 3]);
    }

    private sealed class CallsForward : nn.Module<Tensor, Tensor>
    {
        private readonly Linear _inner;

        public CallsForward(Linear inner)
            : base(nameof(CallsForward)) => register_module("inner", _inner = inner);

        public override Tensor forward(Tensor input) => _inner.forward(input);
    }
}
