using System.Globalization;
using Salience.Attribution;
using Salience.Decomposition;
using Salience.Onnx;
using static TorchSharp.torch;

namespace Salience.Tests.Golden;

/// <summary>Relevance against zennit's composites on the same weights and inputs, in float64.</summary>
[NoTensorLeaks]
public class GoldenRelevanceTests
{
    /// <summary>The definitions agree; what remains is rounding of float64.</summary>
    private const double Exact = 1e-7;

    private static readonly (string Key, string Method)[] Agreements =
    [
        ("zennit.epsilon_plus", "lrp:composite=epsilon-plus"),
        ("zennit.epsilon_plus_flat", "lrp:composite=epsilon-plus-flat"),
        ("zennit.epsilon_alpha2_beta1", "lrp:composite=epsilon-alpha2-beta1"),
        ("zennit.epsilon_alpha2_beta1_flat", "lrp:composite=epsilon-alpha2-beta1-flat"),
        ("zennit.epsilon_gamma_box", "lrp:composite=epsilon-gamma-box,low={0},high={1}"),
        ("zennit.guided", "guided-backprop"),
    ];

    public static TheoryData<string, string, string, string> Rows => GoldenCase.WithKeys(Agreements);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Relevance_is_that_of_zennit(string model, string reference, string key, string method)
    {
        var golden = GoldenCase.Of(model, reference);
        using var scope = NewDisposeScope();
        using var loaded = golden.Load(OnnxPrecision.Double);
        var input = golden.Read("input");
        // zennit's box was the range of the whole batch.
        var text = string.Format(CultureInfo.InvariantCulture, method, input.min().item<double>(), input.max().item<double>());
        using var explainer = AttributionMethods.Create(text, loaded.Network);
        var classes = golden.Read("target").data<long>().Select(c => (int)c).ToArray();
        using var explanation = explainer.Explain(input, method == "guided-backprop" ? Weighted(golden.Read("target")) : Target.Classes(classes));

        var recorded = golden.Read(key);
        GoldenAssert.Close(recorded, explanation.Values!, Exact, $"{text} against {key}");
    }

    /// <summary>A target whose gradient is the class's logit, not 1: what zennit's guided backpropagation began with.</summary>
    private static Target Weighted(Tensor classes) =>
        Target.Function("half the logit's square", y => y.gather(1, classes.unsqueeze(1)).squeeze(1).square() / 2);
}
