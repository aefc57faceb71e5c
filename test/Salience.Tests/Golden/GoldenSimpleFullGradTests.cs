using Salience.Attribution;
using Salience.Decomposition;
using Salience.Onnx;
using static TorchSharp.torch;

namespace Salience.Tests.Golden;

/// <summary>SimpleFullGrad against the values that the authors' code gave for the same weights and inputs, in float64.</summary>
[NoTensorLeaks]
public class GoldenSimpleFullGradTests
{
    private const string Key = "fullgrad.idiap_head.simple";

    public static TheoryData<string, string> Models => GoldenCase.RowsWith(Key);

    [Theory]
    [MemberData(nameof(Models))]
    public void The_preset_idiap_is_the_map_of_the_authors_code(string model, string reference)
    {
        var golden = GoldenCase.Of(model, reference);
        using var scope = NewDisposeScope();
        using var loaded = golden.Load(OnnxPrecision.Double);
        using var method = AttributionMethods.Create("simple-fullgrad:preset=idiap", loaded.Network);
        var classes = golden.Read("target").data<long>().Select(c => (int)c).ToArray();
        using var explanation = method.Explain(golden.Read("input"), Target.Classes(classes));

        GoldenAssert.Close(golden.Read(Key), explanation.Map, 1e-7, Key);
    }
}
