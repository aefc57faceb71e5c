using Salience.Attribution;
using Salience.Decomposition;
using Salience.Onnx;
using Salience.Operators;
using Salience.PostProcessing;
using static TorchSharp.torch;

namespace Salience.Tests.Golden;

/// <summary>Values of public implementations on the same weights and inputs, recorded in float64.</summary>
[NoTensorLeaks]
public class GoldenTests
{
    private const double DoubleTolerance = 1e-9;
    private const double SingleTolerance = 1e-4;
    private const double NeighbourTolerance = 1e-2;
    private const double SaliencyTolerance = 1e-7;
    private const double DoubleResidual = 1e-10;
    private const double SingleResidual = 1e-4;

    public static TheoryData<string, string> Models => GoldenCase.Rows;

    public static TheoryData<string, string> ModelsWithTerms => GoldenCase.RowsWith("fullgrad.bias_gradient");

    public static TheoryData<string, string> ModelsWithIdiapMap => GoldenCase.RowsWith("fullgrad.idiap_head.saliency");

    [Theory]
    [MemberData(nameof(Models))]
    public void Logits_gradient_and_completeness_in_float64(string model, string reference) =>
        CheckDecomposition(GoldenCase.Of(model, reference), OnnxPrecision.Double, DoubleTolerance, DoubleResidual);

    [Theory]
    [MemberData(nameof(Models))]
    public void Logits_gradient_and_completeness_in_float32(string model, string reference) =>
        CheckDecomposition(GoldenCase.Of(model, reference), OnnxPrecision.Single, SingleTolerance, SingleResidual);

    [Theory]
    [MemberData(nameof(ModelsWithTerms))]
    public void Bias_terms_in_execution_order(string model, string reference)
    {
        var golden = GoldenCase.Of(model, reference);
        using var scope = NewDisposeScope();
        using var loaded = golden.Load(OnnxPrecision.Double);
        using var result = FullGradient.Decompose(loaded.Network, golden.Read("input"), TargetOf(golden), new FullGradientSettings(MergeBatchNorm: false));

        var keys = golden.Keys.Where(k => k.StartsWith("fullgrad.bias_gradient.", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        var terms = result.Terms.Where(t => t.Term.Kind == BiasKind.Explicit).ToList();
        Assert.Equal(keys.Count, terms.Count);
        foreach (var (key, term) in keys.Zip(terms))
            GoldenAssert.Close(golden.Read(key), term.Product(), DoubleTolerance, $"{key} ({term.Term.Node})");
        GoldenAssert.Close(golden.Read("fullgrad.input_gradient"), result.InputGradient, DoubleTolerance, "fullgrad.input_gradient");
    }

    [Theory]
    [MemberData(nameof(ModelsWithIdiapMap))]
    public void The_idiap_preset_equals_the_authors_repository(string model, string reference)
    {
        var golden = GoldenCase.Of(model, reference);
        using var scope = NewDisposeScope();
        using var loaded = golden.Load(OnnxPrecision.Double);
        using var method = new FullGrad(loaded.Network, new FullGradSettings(Presets.Idiap));
        using var explanation = method.Explain(golden.Read("input"), TargetOf(golden));

        GoldenAssert.Close(golden.Read("fullgrad.idiap_head.saliency"), explanation.Map, SaliencyTolerance, "fullgrad.idiap_head.saliency");
    }

    private static Target TargetOf(GoldenCase golden)
    {
        using var scope = NewDisposeScope();
        return Target.Classes([.. golden.Read("target").data<long>().ToArray().Select(c => (int)c)]);
    }

    /// <summary>
    /// The tolerance, or a wider one where rounding of values or weights to float32 has moved at least one unit across a kink: then the gradient is
    /// that of the neighbouring linear region, which no care with rounding can avoid. Counted, not assumed.
    /// </summary>
    private static double GradientTolerance(GoldenCase golden, OnnxModel loaded, Tensor input, double tolerance)
    {
        if (tolerance < SingleTolerance)
            return tolerance;
        using var exact = golden.Original.Load(OnnxPrecision.Double);
        return KinkCount.Between(exact.Network, loaded.Network, input) > 0 ? NeighbourTolerance : tolerance;
    }

    private static void CheckDecomposition(GoldenCase golden, OnnxPrecision precision, double tolerance, double residual)
    {
        using var scope = NewDisposeScope();
        using var loaded = golden.Load(precision);
        tolerance = golden.WasFolded ? Math.Max(tolerance, SingleTolerance) : tolerance;
        var input = golden.Read("input").to_type(precision == OnnxPrecision.Double ? ScalarType.Float64 : ScalarType.Float32);
        GoldenAssert.Close(golden.Read("logits"), loaded.Network.Run(input), tolerance, "logits");
        using var result = FullGradient.Decompose(loaded.Network, input, TargetOf(golden));
        GoldenAssert.Close(golden.Read("input_gradient"), result.InputGradient, GradientTolerance(golden, loaded, input, tolerance), "input_gradient");
        for (var i = 0; i < input.shape[0]; i++)
            Assert.True(result.Completeness.Residual(i) <= residual, $"image {i}: residual {result.Completeness.Residual(i):g3} > {residual:g3}");
    }
}
