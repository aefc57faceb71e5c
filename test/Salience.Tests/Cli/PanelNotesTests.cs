using Salience.Cli.Explaining;
using Salience.Decomposition;
using Salience.Networks;
using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Cli;

/// <summary>The lines beneath a panel, on a network whose terms are known: f = 2·mean(3x + 0.5) + 1.</summary>
[NoTensorLeaks]
public sealed class PanelNotesTests
{
    [Fact]
    public void The_lines_say_what_adds_up_and_what_the_map_cannot_show()
    {
        // x = 1 everywhere: input 2·3·1 = 6, convolution 2·0.5 = 1, linear layer 1.
        Assert.Equal(
            [
                "class 0: 8 = input 6 + biases 2; residual 0.0e+0; sum of |terms| = 1.0 x |output|",
                "the map shows 87.50% of the output (7): the input term and 1 of 2 bias terms",
                "it cannot show 12.50% (1), which has no place on the picture: fc (Gemm)",
            ],
            Notes(1, nonlinear: false));
    }

    [Fact]
    public void Biases_of_nonlinearities_are_told_apart()
    {
        // The square of m = 3x + 0.5 at x = 0: f = 2·0.25 + 1; its slope is 1, so the constant 0.5 counts 2·0.5 and the square −2·0.25.
        Assert.Equal("class 0: 1.5 = input 0 + biases 1.5 (constants 2, nonlinearities -0.5); residual 0.0e+0; sum of |terms| = 1.7 x |output|", Notes(0, nonlinear: true)[0]);
    }

    private static IReadOnlyList<string> Notes(double value, bool nonlinear)
    {
        using var scope = NewDisposeScope();
        var b = new NetworkBuilder();
        Tensor Constant(double number, params long[] shape) => full(shape, number, ScalarType.Float64);
        var x = b.AddInput("x", ScalarType.Float64, null, 1, null, null);
        var conv = b.Add(
            "conv",
            new Conv { Padding = SpatialPadding.Symmetric(0, 0), Strides = [1, 1], Dilations = [1, 1] },
            x,
            b.AddParameter("weight", Constant(3, 1, 1, 1, 1)),
            b.AddParameter("bias", Constant(0.5, 1)));
        var mean = b.Add("pool", new GlobalMean(), nonlinear ? b.Add("square", new Mul(), conv, conv) : conv);
        using var network = b.Build(b.Add("fc", new Gemm(), mean, b.AddParameter("fc.weight", Constant(2, 1, 1)), b.AddParameter("fc.bias", Constant(1, 1))));
        using var result = FullGradient.Decompose(network, Constant(value, 1, 1, 2, 2), Target.Class(0));
        return PanelNotes.Of("0", result.Completeness, 0);
    }

    private sealed class GlobalMean : SingleOutputOperator
    {
        public override OperatorKind Kind => OperatorKind.Linear;

        protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]!.mean([2, 3]);
    }
}
