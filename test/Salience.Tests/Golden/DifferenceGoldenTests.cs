using Salience.Attribution;
using Salience.Decomposition;
using Salience.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Golden;

/// <summary>Summation to the difference on every known architecture, in float64.</summary>
[NoTensorLeaks]
public class DifferenceGoldenTests
{
    private const double Exact = 1e-9;

    public static TheoryData<string, string> Models => GoldenCase.Rows;

    [Theory]
    [MemberData(nameof(Models))]
    public void DeepLIFT_adds_up_to_the_difference_by_both_rules(string model, string reference)
    {
        var golden = GoldenCase.Of(model, reference);
        using var scope = NewDisposeScope();
        using var loaded = golden.Load(OnnxPrecision.Double);
        var images = golden.Read("input").narrow(0, 0, 1);
        foreach (var text in (string[])["deeplift", "deeplift:rule=reveal-cancel,baseline=normal:0.5,references=1"])
        {
            using var method = AttributionMethods.Create(text, loaded.Network);
            using var explanation = method.Explain(images, Target.ArgMax);
            Assert.InRange(explanation.Account!.Residual(0), 0, Exact);
            Assert.True(explanation.Values!.isfinite().all().ToBoolean());
        }
    }
}
