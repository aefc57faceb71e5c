using Salience.Attribution;
using Salience.Decomposition;
using Salience.Onnx;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Tests.Golden;

/// <summary>Every method against the values that public implementations gave for the same weights and inputs, in float64.</summary>
[NoTensorLeaks]
public class GoldenAttributionTests
{
    /// <summary>Where the definitions agree, what remains is rounding of float64.</summary>
    private const double Exact = 1e-7;

    /// <summary>Occlusion was recorded in float32: differences of logits, which lose a digit.</summary>
    private const double RecordedInSingle = 1e-5;

    /// <summary>Key of the reference, and the method with the settings under which it is the same.</summary>
    private static readonly (string Key, string Method)[] Agreements =
    [
        ("captum.saliency", "saliency"),
        ("captum.input_x_gradient", "input-x-gradient"),
        ("captum.integrated_gradients.zero.50.gausslegendre", "integrated-gradients:steps=50,rule=gauss-legendre,baseline=zero"),
        ("captum.integrated_gradients.zero.64.riemann_middle", "integrated-gradients:steps=64,rule=midpoint,baseline=zero"),
        ("captum.guided_backprop", "guided-backprop"),
        ("captum.layer_gradcam", "grad-cam"),
        ("captum.deeplift_rescale.zero", "deeplift:operators=captum"),
        ("captum.occlusion.window8.stride4.zero", "occlusion:window=8,stride=4,fill=zero"),
    ];

    public static TheoryData<string, string, string, string> Rows => GoldenCase.WithKeys(Agreements);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Attributions_are_those_of_the_public_implementation(string model, string reference, string key, string method)
    {
        var golden = GoldenCase.Of(model, reference);
        using var scope = NewDisposeScope();
        using var loaded = golden.Load(OnnxPrecision.Double);
        using var explainer = AttributionMethods.Create(method, loaded.Network);
        var classes = golden.Read("target").data<long>().Select(c => (int)c).ToArray();
        using var explanation = explainer.Explain(golden.Read("input"), Target.Classes(classes));

        var recorded = golden.Read(key);
        GoldenAssert.Close(recorded, explanation.Values!, recorded.dtype == ScalarType.Float32 ? RecordedInSingle : Exact, $"{method} against {key}");
    }

    public static TheoryData<string, string> ModelsWithReferences => GoldenCase.RowsWith("captum.deepliftshap.refs");

    [Theory]
    [MemberData(nameof(ModelsWithReferences))]
    public void DeepSHAP_over_given_references_is_that_of_captum(string model, string reference)
    {
        var golden = GoldenCase.Of(model, reference);
        using var scope = NewDisposeScope();
        using var loaded = golden.Load(OnnxPrecision.Double);
        using var explainer = new DeepShap(loaded.Network, new DeepShapSettings(Baseline: Baseline.References(golden.Read("references")), Operators: DeepLiftOperators.Captum));
        var classes = golden.Read("target").data<long>().Select(c => (int)c).ToArray();
        using var explanation = explainer.Explain(golden.Read("input"), Target.Classes(classes));

        GoldenAssert.Close(golden.Read("captum.deepliftshap.refs"), explanation.Values!, Exact, "deepshap against captum.deepliftshap.refs");
    }

    public static TheoryData<string, string> ModelsWithDeepLift => GoldenCase.RowsWith("captum.deeplift_rescale");

    [Theory]
    [MemberData(nameof(ModelsWithDeepLift))]
    public void Without_max_pooling_behind_a_rectifier_the_complete_rules_are_those_of_captum(string model, string reference)
    {
        var golden = GoldenCase.Of(model, reference);
        using var scope = NewDisposeScope();
        using var loaded = golden.Load(OnnxPrecision.Double);
        using var complete = AttributionMethods.Create("deeplift", loaded.Network);
        var classes = golden.Read("target").data<long>().Select(c => (int)c).ToArray();
        using var explanation = complete.Explain(golden.Read("input"), Target.Classes(classes));

        Assert.All(Enumerable.Range(0, classes.Length), i => Assert.InRange(explanation.Account!.Residual(i), 0, Exact));
        if (!loaded.Network.Nodes.Any(n => n.Operator is MaxPool))
            GoldenAssert.Close(golden.Read("captum.deeplift_rescale.zero"), explanation.Values!, Exact, "deeplift against captum.deeplift_rescale.zero");
    }
}
