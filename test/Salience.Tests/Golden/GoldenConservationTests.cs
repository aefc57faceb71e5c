using Salience.Attribution;
using Salience.Attribution.Relevance;
using Salience.Decomposition;
using Salience.Onnx;
using static TorchSharp.torch;

namespace Salience.Tests.Golden;

/// <summary>Relevance on every architecture: with biases as inputs nothing is lost on the way.</summary>
[NoTensorLeaks]
public class GoldenConservationTests
{
    public static TheoryData<string, string> Models => GoldenCase.Rows;

    [Theory]
    [MemberData(nameof(Models))]
    public void Relevance_of_input_and_biases_adds_up_to_the_output(string model, string reference)
    {
        var golden = GoldenCase.Of(model, reference);
        using var scope = NewDisposeScope();
        using var loaded = golden.Load(OnnxPrecision.Double);
        var input = golden.Read("input").narrow(0, 0, 2);
        foreach (var composite in new[] { "z", "epsilon", "epsilon-plus", "epsilon-gamma-box", "epsilon-alpha2-beta1", "epsilon-plus-flat" })
        {
            using var lrp = AttributionMethods.Create($"lrp:composite={composite},biases=inputs", loaded.Network);
            if (lrp.Refuses is not null) { Console.WriteLine($"{model} {lrp.Refuses}"); return; }
            using var e = (RelevanceExplanation)lrp.Explain(input, Target.ArgMax);
            var bias = e.Biases.Sum(b => b.Sums[0]);
            Console.WriteLine($"{model[20..]} {composite} f {e.Scores[0]:g6} sum {e.Account!.Sums[0]:g8} bias {bias:g6} input abs {e.Values!.abs().sum().item<double>() / 2:g6} residual {e.Account.Residual(0):g3}");
        }
    }
}
