using Salience.Decomposition;
using Salience.Evaluation.Experiments.Axioms;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Experiments.Axioms;

[NoTensorLeaks]
public sealed class ThresholdTests
{
    [Theory]
    [InlineData(9, 0, 0)]
    [InlineData(10 + 1e-9, 10, -10)]
    [InlineData(13, 13, -10)]
    public void Above_its_threshold_an_input_term_of_x_and_a_bias_term_of_minus_10_appear_at_once(double x, double inputTerm, double biasTerm)
    {
        using var scope = NewDisposeScope();
        using var network = ThresholdCheck.Network(1);
        using var result = FullGradient.Decompose(network, tensor(new[] { x }, [1, 1, 1, 1]), Target.Class(0));

        Assert.Equal(inputTerm, result.Completeness.InputTerms[0], 1e-6);
        Assert.Equal(biasTerm, result.Completeness.Terms.Sum(t => t.Sums[0]), 1e-6);
        // Signed they are the output, continuous; of magnitudes they jump by 20.
        Assert.Equal(Math.Max(0, x - 10), result.Completeness.Sums[0], 1e-6);
        var magnitudes = Math.Abs(result.Completeness.InputTerms[0]) + result.Completeness.Terms.Sum(t => Math.Abs(t.Sums[0]));
        Assert.Equal(inputTerm - biasTerm, magnitudes, 1e-6);
    }
}
