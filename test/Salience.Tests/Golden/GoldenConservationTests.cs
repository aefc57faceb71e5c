using Salience.Attribution;
using Salience.Decomposition;
using Salience.Onnx;
using static TorchSharp.torch;

namespace Salience.Tests.Golden;

/// <summary>Relevance on every architecture: with biases as inputs nothing is lost on the way.</summary>
[NoTensorLeaks]
public class GoldenConservationTests
{
    /// <summary>No denominator is stabilised: what remains is rounding of float64 through up to sixty layers.</summary>
    private const double Rounding = 1e-10;

    /// <summary>Every division by z loses 1e-6/|z| of what passes it, and some z are small.</summary>
    private const double Stabilized = 1e-3;

    public static TheoryData<string, string> Models => GoldenCase.Rows;

    [Theory]
    [MemberData(nameof(Models))]
    public void Relevance_of_input_and_biases_adds_up_to_the_output(string model, string reference)
    {
        var golden = GoldenCase.Of(model, reference);
        using var scope = NewDisposeScope();
        using var loaded = golden.Load(OnnxPrecision.Double);
        var input = golden.Read("input").narrow(0, 0, 2);
        foreach (var (composite, tolerance) in new[] { ("z", Rounding), ("epsilon", Stabilized), ("epsilon-gamma-box", Stabilized) })
        {
            using var lrp = AttributionMethods.Create($"lrp:composite={composite},biases=inputs", loaded.Network);
            Assert.Null(lrp.Refuses);
            using var explanation = lrp.Explain(input, Target.ArgMax);

            Assert.True(explanation.Values!.isfinite().all().item<bool>());
            Assert.All(Enumerable.Range(0, 2), i => Assert.InRange(explanation.Account!.Residual(i), 0, tolerance));
        }
    }
}
