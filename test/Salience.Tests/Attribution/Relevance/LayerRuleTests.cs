using Salience.Attribution.Relevance;
using Salience.Networks;
using Salience.Operators;
using Salience.Tests.References;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Attribution.Relevance;

/// <summary>Every rule against its definition in loops, on a convolution and dense layers, with inputs of one sign and of both.</summary>
[NoTensorLeaks]
public class LayerRuleTests
{
    /// <summary>Two orders of summation in float64, divided by sums that may be small.</summary>
    private const double Rounding = 1e-9;

    private const double Gamma = 0.3;

    public static TheoryData<LrpRule, string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<LrpRule, string, bool>();
            foreach (var rule in Enum.GetValues<LrpRule>())
            {
                foreach (var layer in new[] { "convolution", "grouped", "transposed", "dense", "matrix", "scaled" })
                {
                    cases.Add(rule, layer, true);
                    cases.Add(rule, layer, false);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_rule_divides_relevance_as_its_definition_says(LrpRule rule, string layer, bool signed)
    {
        using var scope = NewDisposeScope();
        var settings = new LrpSettings(First: rule, Epsilon: 0.05, Gamma: Gamma, Alpha: 1.7, Low: -4, High: 5);
        var (operation, x, weight, bias) = Layer(layer, signed);
        var inputs = bias is null ? new Tensor?[] { x, weight } : [x, weight, bias];
        var y = operation.Forward(inputs)[0];
        using var generator = new Generator(9);
        var relevance = randn(y.shape, ScalarType.Float64, generator: generator);
        var reference = new RelevanceReference(Values(x), Connections(operation, inputs), Values(operation.Forward([zeros_like(x), .. inputs[1..]])[0]));
        var (expectedInputs, expectedBiases) = Expected(rule, reference, Values(relevance));

        using var parts = new WeightParts(Gamma);
        var node = new Node("layer", operation, ["x", "w", "b"], ["y"]);
        var call = new LayerCall(node, new OperatorCall(inputs, [true, .. inputs.Skip(1).Select(_ => false)], [y]), parts, LrpBiases.Inputs);
        var rules = CompositeRules.Of(settings);
        var passed = (operation is Conv or ConvTranspose ? rules.FirstConvolution : rules.FirstDense).Divide(call, relevance);

        Close(expectedInputs, passed.Input);
        Close(expectedBiases, passed.Bias ?? zeros_like(y));
    }

    private static (double[] Inputs, double[] Biases) Expected(LrpRule rule, RelevanceReference reference, double[] relevance) => rule switch
    {
        LrpRule.Epsilon => reference.Epsilon(relevance, 0.05),
        LrpRule.Gamma => reference.Gamma(relevance, Gamma),
        LrpRule.AlphaBeta => reference.AlphaBeta(relevance, 1.7),
        LrpRule.ZPlus => reference.Positive(relevance),
        LrpRule.ZBox => reference.Box(relevance, -4, 5),
        LrpRule.WSquare => reference.Squares(relevance),
        _ => reference.Flat(relevance),
    };

    /// <summary>Which inputs each output reads, and with which weights: from the Jacobian, and with all weights 1 to find those whose weight is small.</summary>
    private static List<(int Input, double Weight)[]> Connections(Operator operation, Tensor?[] inputs)
    {
        var x = inputs[0]!;
        var plain = inputs.Length > 2 ? [x, inputs[1], null] : inputs;
        var ones = plain.ToArray();
        ones[1] = ones_like(inputs[1]!);
        var (weights, reads) = (new List<double[]>(), new List<double[]>());
        for (var i = 0; i < x.numel(); i++)
        {
            var unit = zeros_like(x);
            unit.view(-1)[i] = 1;
            weights.Add(Values(operation.Forward([unit, .. plain[1..]])[0]));
            reads.Add(Values(operation.Forward([unit, .. ones[1..]])[0]));
        }

        return [.. Enumerable.Range(0, weights[0].Length).Select(j =>
            Enumerable.Range(0, weights.Count).Where(i => reads[i][j] != 0).Select(i => (i, weights[i][j])).ToArray())];
    }

    private static (Operator Operation, Tensor X, Tensor Weight, Tensor? Bias) Layer(string name, bool signed)
    {
        using var generator = new Generator(4);
        Tensor Normal(params long[] shape) => randn(shape, ScalarType.Float64, generator: generator);
        Tensor Data(params long[] shape) => signed ? Normal(shape) : Normal(shape).relu();
        Conv Convolution(long groups) => new() { Padding = SpatialPadding.Symmetric(1, 1), Strides = [2, 1], Dilations = [1, 1], Groups = groups };
        return name switch
        {
            "convolution" => (Convolution(1), Data(2, 3, 5, 4), Normal(4, 3, 3, 3), Normal(4)),
            "grouped" => (Convolution(2), Data(1, 4, 5, 4), Normal(6, 2, 3, 3), Normal(6)),
            "transposed" => (
                new ConvTranspose { Padding = SpatialPadding.Symmetric(1, 1), Strides = [2, 2], Dilations = [1, 1], OutputPadding = [0, 0] }, Data(1, 3, 3, 2), Normal(3, 2, 3, 3), Normal(2)),
            "dense" => (new Gemm(transposeB: true), Data(3, 7), Normal(5, 7), Normal(5)),
            "matrix" => (new MatMul(), Data(2, 3, 4), Normal(4, 5), null),
            _ => (new Gemm(alpha: 1, beta: -0.5), Data(3, 7), Normal(7, 5), Normal(5)),
        };
    }

    private static double[] Values(Tensor t) => t.contiguous().data<double>().ToArray();

    private static void Close(double[] expected, Tensor actual)
    {
        var values = Values(actual);
        Assert.Equal(expected.Length, values.Length);
        var size = expected.Append(0).Max(Math.Abs);
        Assert.All(expected.Zip(values), p => Assert.InRange(Math.Abs(p.First - p.Second), 0, Rounding * Math.Max(1, size)));
    }
}
