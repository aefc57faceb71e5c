using Salience.Decomposition;
using Salience.Evaluation.Experiments.Axioms;
using Salience.Evaluation.Randomness;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Experiments.Axioms;

[NoTensorLeaks]
public sealed class WeakDependenceTests
{
    [Fact]
    public void Within_one_region_gradient_and_every_bias_term_are_constant_while_the_output_is_not()
    {
        using var scope = NewDisposeScope();
        for (var draw = 0; draw < 5; draw++)
        {
            var random = new RandomStream(3, draw);
            using var network = new DrawnNetwork(random).Build();
            var picture = DrawnNetwork.Picture(random);
            var other = WeakDependenceCheck.Neighbour(network, picture, random);
            using var first = FullGradient.Decompose(network, picture, Target.Class(1));
            using var second = FullGradient.Decompose(network, other, Target.Class(1));

            Assert.True(first.InputGradient.allclose(second.InputGradient, 1e-12, 1e-14));
            Assert.NotEmpty(first.Terms);
            foreach (var (a, b) in first.Terms.Zip(second.Terms))
            {
                using Tensor mine = a.Product(), its = b.Product();
                Assert.True(mine.allclose(its, 1e-12, 1e-14), a.Term.Node);
            }

            Assert.NotEqual(first.Completeness.Outputs[0], second.Completeness.Outputs[0]);
            Assert.Equal(
                second.Completeness.Outputs[0] - first.Completeness.Outputs[0], (first.InputGradient * (other - picture)).sum().item<double>(), 1e-12);
        }
    }
}
