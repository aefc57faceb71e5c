using Salience.Networks.Passes;
using Salience.Operators;
using Salience.PostProcessing;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Networks.Passes;

/// <summary>Functions of one number, each in the spellings that exporters have used.</summary>
[NoTensorLeaks]
public sealed class ScalarFusionTests
{
    private static readonly Dictionary<string, (string Operator, Func<FormulaWriter, string, string> Known, Func<FormulaWriter, string, string>[] Spellings)> Cases = new()
    {
        ["gelu"] = ("Gelu", (w, x) => w.Call(new Gelu(), x),
        [
            (w, x) => w.Mul(w.Mul(x, w.Add(w.Call(new Erf(), w.Div(x, Math.Sqrt(2))), 1)), 0.5),
            (w, x) => w.Mul(w.Mul(0.5, x), w.Add(w.Call(new Erf(), w.Mul(x, Math.Sqrt(0.5))), w.Number(1))),
            (w, x) => w.Mul(x, w.Mul(0.5, w.Add(w.Number(1), w.Call(new Erf(), w.Div(x, w.Sqrt(w.Number(2))))))),
            (w, x) => w.Mul(x, w.Add(w.Mul(w.Call(new Erf(), w.Div(x, Math.Sqrt(2))), 0.5), 0.5)),
        ]),
        ["gelu tanh"] = ("Gelu", (w, x) => w.Call(new Gelu(approximate: true), x),
        [
            (w, x) => w.Mul(w.Mul(0.5, x), w.Add(w.Call(new Tanh(), w.Mul(Math.Sqrt(2 / Math.PI), w.Add(x, w.Mul(0.044715, w.Pow(x, 3))))), 1)),
            (w, x) => w.Mul(w.Mul(x, 0.5), w.Add(w.Number(1), w.Call(new Tanh(), w.Mul(w.Add(x, w.Mul(w.Mul(w.Mul(x, x), x), 0.044715)), Math.Sqrt(2 / Math.PI))))),
            (w, x) => w.Mul(w.Mul(0.5, w.Add(w.Call(new Tanh(), w.Mul(w.Mul(x, Math.Sqrt(2 / Math.PI)), w.Add(w.Mul(w.Mul(x, x), 0.044715), 1))), 1)), x),
        ]),
        ["quick gelu"] = ("Swish", (w, x) => w.Call(new Swish(1.702), x),
        [
            (w, x) => w.Mul(x, w.Sigmoid(w.Mul(1.702, x))),
            (w, x) => w.Mul(w.Reciprocal(w.Add(w.Number(1), w.Exp(w.Mul(x, -1.702)))), x),
            (w, x) => w.Div(x, w.Add(w.Exp(w.Neg(w.Mul(x, 1.702))), 1)),
        ]),
        ["silu"] = ("Swish", (w, x) => w.Call(new Swish(), x),
        [
            (w, x) => w.Mul(x, w.Sigmoid(x)),
            (w, x) => w.Mul(w.Sigmoid(x), x),
            (w, x) => w.Div(x, w.Add(w.Number(1), w.Exp(w.Neg(x)))),
            (w, x) => w.Mul(w.Mul(x, 0.5), w.Add(w.Call(new Tanh(), w.Mul(x, 0.5)), 1)),
        ]),
        ["sigmoid"] = ("Sigmoid", (w, x) => w.Sigmoid(x),
        [
            (w, x) => w.Reciprocal(w.Add(w.Exp(w.Neg(x)), 1)),
            (w, x) => w.Div(w.Number(1), w.Add(w.Number(1), w.Exp(w.Mul(x, -1)))),
            (w, x) => w.Pow(w.Add(w.Exp(w.Neg(x)), 1), -1),
            (w, x) => w.Add(w.Mul(0.5, w.Call(new Tanh(), w.Div(x, 2))), 0.5),
        ]),
        ["tanh"] = ("Tanh", (w, x) => w.Call(new Tanh(), x),
        [
            (w, x) => w.Div(w.Sub(w.Exp(x), w.Exp(w.Neg(x))), w.Add(w.Exp(x), w.Exp(w.Neg(x)))),
            (w, x) => w.Sub(w.Mul(2, w.Sigmoid(w.Mul(x, 2))), w.Number(1)),
        ]),
        ["hard swish"] = ("HardSwish", (w, x) => w.Call(new HardSwish(), x),
        [
            (w, x) => w.Div(w.Mul(x, w.Clip(w.Add(x, 3), 0, 6)), 6),
            (w, x) => w.Mul(x, w.Call(new HardSigmoid(1.0 / 6, 0.5), x)),
            (w, x) => w.Mul(w.Mul(w.Clip(w.Add(w.Number(3), x), 0, 6), 1.0 / 6), x),
            (w, x) => w.Mul(x, w.Div(w.Call(new Min(), w.Call(new Relu(), w.Add(x, 3)), w.Number(6)), 6)),
        ]),
        ["hard sigmoid"] = ("HardSigmoid", (w, x) => w.Call(new HardSigmoid(1.0 / 6, 0.5), x),
        [
            (w, x) => w.Div(w.Clip(w.Add(x, 3), 0, 6), 6),
            (w, x) => w.Clip(w.Add(w.Mul(x, 1.0 / 6), 0.5), 0, 1),
            (w, x) => w.Call(new Max(), w.Number(0), w.Call(new Min(), w.Number(1), w.Div(w.Add(x, 3), 6))),
        ]),
        ["clip"] = ("Clip", (w, x) => w.Clip(x, -1, 2), [(w, x) => w.Call(new Max(), w.Call(new Min(), x, w.Number(2)), w.Number(-1))]),
        ["mish"] = ("Mish", (w, x) => w.Call(new Mish(), x),
        [
            (w, x) => w.Mul(x, w.Call(new Tanh(), w.Call(new Softplus(), x))),
            (w, x) => w.Mul(w.Call(new Tanh(), w.Log(w.Add(w.Exp(x), 1))), x),
            (w, x) =>
            {
                var e = w.Exp(x);
                var n = w.Add(w.Mul(e, e), w.Mul(2, e));
                return w.Mul(x, w.Div(n, w.Add(n, 2)));
            },
        ]),
        ["softplus"] = ("Softplus", (w, x) => w.Call(new Softplus(), x),
        [
            (w, x) => w.Log(w.Add(w.Exp(x), 1)),
            (w, x) => w.Add(w.Call(new Max(), x, w.Number(0)), w.Log(w.Add(w.Number(1), w.Exp(w.Neg(w.Call(new Abs(), x)))))),
        ]),
        ["softsign"] = ("Softsign", (w, x) => w.Call(new Softsign(), x), [(w, x) => w.Div(x, w.Add(w.Call(new Abs(), x), 1))]),
        ["elu"] = ("Elu", (w, x) => w.Call(new Elu(0.7), x),
        [
            (w, x) => w.Where(w.Greater(x, 0), x, w.Mul(0.7, w.Sub(w.Exp(x), w.Number(1)))),
            (w, x) => w.Add(w.Call(new Relu(), x), w.Mul(0.7, w.Sub(w.Exp(w.Call(new Min(), x, w.Number(0))), w.Number(1)))),
        ]),
        ["celu"] = ("Celu", (w, x) => w.Call(new Celu(2), x),
        [
            (w, x) => w.Mul(2, w.Call(new Elu(), w.Div(x, 2))),
            (w, x) => w.Add(w.Call(new Max(), x, w.Number(0)), w.Call(new Min(), w.Number(0), w.Mul(2, w.Sub(w.Exp(w.Div(x, 2)), w.Number(1))))),
        ]),
        ["selu"] = ("Selu", (w, x) => w.Call(new Selu(1.6, 1.05), x),
            [(w, x) => w.Mul(1.05, w.Where(w.Greater(x, 0), x, w.Sub(w.Mul(w.Exp(x), 1.6), w.Number(1.6))))]),
        ["log sigmoid"] = ("LogSigmoid", (w, x) => w.Neg(w.Call(new Softplus(), w.Neg(x))),
        [
            (w, x) => w.Log(w.Sigmoid(x)),
            (w, x) => w.Neg(w.Log(w.Add(w.Exp(w.Neg(x)), 1))),
        ]),
    };

    public static TheoryData<string, int> Spellings()
    {
        var data = new TheoryData<string, int>();
        foreach (var (name, (_, _, spellings)) in Cases)
        {
            for (var i = 0; i < spellings.Length; i++)
                data.Add(name, i);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public void A_function_of_one_number_becomes_one_node_however_it_is_spelled(string name, int spelling)
    {
        var (operation, known, spellings) = Cases[name];
        // −softplus(−x) is spelled with linear operators around its nonlinearity: the bias stands before the sign.
        if (name == "log sigmoid")
            known = (w, x) => w.Call(new FusedLogSigmoid(), x);
        FusionTesting.BecomesOne(spellings[spelling], known, operation, picture: true);
        FusionTesting.BecomesOne(spellings[spelling], known, operation, picture: false);
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public void The_map_does_not_show_how_a_function_of_one_number_was_spelled(string name, int spelling)
    {
        var (_, known, spellings) = Cases[name];
        if (name == "log sigmoid")
            known = (w, x) => w.Call(new FusedLogSigmoid(), x);
        FusionTesting.GivesTheSameMap(spellings[spelling], known, picture: true, Presets.Paper);
        FusionTesting.GivesTheSameMap(spellings[spelling], known, picture: true, Presets.Signed);
        FusionTesting.GivesTheSameMap(spellings[spelling], known, picture: false, Presets.Paper);
        FusionTesting.GivesTheSameMap(spellings[spelling], known, picture: false, Presets.Signed);
    }

    [Fact]
    public void A_float32_file_with_rounded_constants_changes_by_rounding_only()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        using var network = FusionTesting.Build(Cases["gelu"].Spellings[0], picture: true, ScalarType.Float32);
        var x = PassTesting.Normal(generator, 2, 3, 7, 6).to_type(ScalarType.Float32);

        using var fused = NetworkPasses.Standard(network);

        Assert.Equal(["Gelu"], FusionTesting.BiasBearing(fused).Select(n => n.Operator.Name));
        PassTesting.SameOutput(network, fused, x, 1e-6);
    }

    [Fact]
    public void A_constant_that_is_not_a_rounded_one_keeps_its_value()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        using var network = FusionTesting.Build(
            (w, x) => w.Mul(w.Mul(x, w.Add(w.Call(new Erf(), w.Div(x, 1.41)), 1)), 0.5), picture: true, ScalarType.Float64);

        using var fused = NetworkPasses.Standard(network);

        Assert.IsType<FusedRegion>(Assert.Single(FusionTesting.BiasBearing(fused)).Operator);
        PassTesting.SameOutput(network, fused, PassTesting.Normal(generator, 2, 3, 7, 6), 0);
    }

    [Fact]
    public void A_value_that_is_also_read_elsewhere_is_not_swallowed()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        using var network = FusionTesting.Build(
            (w, x) =>
            {
                var gate = w.Sigmoid(x);
                return w.Add(w.Mul(x, gate), w.Call(new Relu(), w.Call(Mixing(), gate, w.Vector(4, 4, 1, 1))));
            },
            picture: true, ScalarType.Float64);

        using var fused = NetworkPasses.Standard(network);

        Assert.Equal(network.Nodes.Select(n => n.Name), fused.Nodes.Select(n => n.Name));
        PassTesting.SameOutput(network, fused, PassTesting.Normal(generator, 2, 3, 7, 6), 0);
    }

    [Fact]
    public void Two_activations_in_a_row_stay_two()
    {
        using var scope = NewDisposeScope();
        using var network = FusionTesting.Build(
            (w, x) => w.Sigmoid(w.Mul(2, w.Call(new Tanh(), w.Clip(x, 0, 6)))), picture: true, ScalarType.Float64);

        using var fused = NetworkPasses.Standard(network);

        Assert.Equal(["Clip", "Tanh", "Sigmoid"], FusionTesting.BiasBearing(fused).Select(n => n.Operator.Name));
    }

    private static Conv Mixing() => new() { Padding = SpatialPadding.None(2), Strides = [1, 1], Dilations = [1, 1] };

    /// <summary><c>−ln(1 + e^−z)</c> as one operator.</summary>
    private sealed class FusedLogSigmoid : ElementwiseFunction
    {
        protected override Tensor Apply(Tensor z) => -nn.functional.softplus(-z, 1, 40);
    }
}
