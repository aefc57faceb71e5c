using Salience.Decomposition;
using Salience.Zoo;
using static TorchSharp.torch;

namespace Salience.Tests.Zoo;

/// <summary>The full-gradient identity holds on every network of the zoo.</summary>
[NoTensorLeaks]
public class ZooDecompositionTests
{
    // Rounding of float32 through up to 121 layers.
    private const double Tolerance = 1e-4;

    public static TheoryData<string> Names => ZooCatalogueTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Input_and_bias_terms_sum_to_the_output(string name)
    {
        using var scope = NewDisposeScope();
        using var network = ZooCatalogue.Build(name, new ZooSettings { Height = 48, Width = 48, WidthFactor = 0.25, Biases = BiasInitialization.Normal });
        using var generator = new Generator(1);
        var pictures = randn([2, network.Inputs[0].Shape[1]!.Value, 48, 48], generator: generator);

        using var result = FullGradient.Decompose(network, pictures, Target.ArgMax);

        Assert.Contains(result.Completeness.Terms, t => t.Sums.Any(s => s != 0));
        for (var i = 0; i < 2; i++)
        {
            var scale = Math.Abs(result.Completeness.InputTerms[i]) + result.Completeness.Terms.Sum(t => Math.Abs(t.Sums[i]));
            Assert.Equal(0, (result.Completeness.Sums[i] - result.Completeness.Outputs[i]) / scale, Tolerance);
        }
    }
}
