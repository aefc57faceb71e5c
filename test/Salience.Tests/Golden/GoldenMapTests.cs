using Salience.Attribution;
using Salience.Decomposition;
using Salience.Onnx;
using Salience.PostProcessing;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Golden;

/// <summary>Maps of the golden networks: however batch norm is written, and with everything that is not in the picture accounted for.</summary>
[NoTensorLeaks]
public class GoldenMapTests
{
    /// <summary>Rounding of float64 over a deep network.</summary>
    private const double Exact = 1e-8;

    /// <summary>An exporter folds in float32.</summary>
    private const double FoldedInSingle = 1e-4;

    public static TheoryData<string, string> Models => GoldenCase.Rows;

    public static TheoryData<string, string> FoldedModels => GoldenCase.FoldedRows;

    [Theory]
    [MemberData(nameof(Models))]
    public void Folding_batch_norm_leaves_the_map_as_it_was(string model, string reference)
    {
        var golden = GoldenCase.Of(model, reference);
        using var scope = NewDisposeScope();
        using var loaded = golden.Load(OnnxPrecision.Double);
        foreach (var preset in new[] { Presets.Paper, Presets.Signed })
        {
            using var folded = Explain(loaded, golden, new FullGradSettings(preset, FoldBatchNorm: true));
            using var unfolded = Explain(loaded, golden, new FullGradSettings(preset, FoldBatchNorm: false));
            Close(unfolded.Map, folded.Map, Exact);
            Assert.Equal(unfolded.Completeness.Terms.Count, folded.Completeness.Terms.Count);
        }
    }

    [Theory]
    [MemberData(nameof(FoldedModels))]
    public void The_map_of_a_file_folded_by_its_exporter_is_that_of_the_original(string model, string reference)
    {
        var golden = GoldenCase.Of(model, reference);
        using var scope = NewDisposeScope();
        using var folded = golden.Load(OnnxPrecision.Double);
        using var original = golden.Original.Load(OnnxPrecision.Double);
        Assert.SkipUnless(KinkCount.Between(original.Network, folded.Network, golden.Read("input")) == 0, "Rounding moves a unit across a kink.");
        foreach (var preset in new[] { Presets.Paper, Presets.Signed })
        {
            using var a = Explain(original, golden, new FullGradSettings(preset));
            using var b = Explain(folded, golden, new FullGradSettings(preset));
            Close(a.Map, b.Map, FoldedInSingle);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void What_is_drawn_and_what_is_absent_sum_to_the_output(string model, string reference)
    {
        var golden = GoldenCase.Of(model, reference);
        using var scope = NewDisposeScope();
        using var loaded = golden.Load(OnnxPrecision.Double);
        using var explanation = Explain(loaded, golden, new FullGradSettings(Presets.Signed, FoldBatchNorm: false));
        using var result = FullGradient.Decompose(loaded.Network, golden.Read("input"), TargetOf(golden));
        var (drawn, listed) = (explanation.Completeness, result.Completeness);

        Assert.Equal(listed.Terms.Select(t => (t.Node, t.InPicture)), drawn.Terms.Select(t => (t.Node, t.InPicture)));
        Assert.Contains(drawn.Terms, t => t.InPicture);
        for (var i = 0; i < drawn.Outputs.Count; i++)
        {
            var scale = Math.Max(1, Math.Abs(drawn.Outputs[i]) * drawn.Cancellation(i));
            Assert.Equal(listed.AbsentFromPicture[i], drawn.AbsentFromPicture[i], 1e-10 * scale);
            // Nothing of a term is lost: whole terms without a place are absent in full.
            var global = drawn.Terms.Where(t => !t.InPicture).Sum(t => t.Sums[i]);
            var isConvolutional = !SpatialLayout.Of(loaded.Network, golden.Read("input").shape).HasTokens;
            if (isConvolutional)
                Assert.Equal(global, drawn.AbsentFromPicture[i], 1e-10 * scale);
            Assert.Equal(drawn.Outputs[i], drawn.InputTerms[i] + drawn.Terms.Sum(t => t.Sums[i]), 1e-10 * scale);
        }
    }

    private static FullGradExplanation Explain(OnnxModel loaded, GoldenCase golden, FullGradSettings settings)
    {
        using var method = new FullGrad(loaded.Network, settings);
        return method.Explain(golden.Read("input"), TargetOf(golden));
    }

    private static Target TargetOf(GoldenCase golden)
    {
        using var scope = NewDisposeScope();
        return Target.Classes([.. golden.Read("target").data<long>().ToArray().Select(c => (int)c)]);
    }

    private static void Close(Tensor expected, Tensor actual, double tolerance)
    {
        using var scope = NewDisposeScope();
        var error = (expected - actual).abs().max().ToDouble() / expected.abs().max().ToDouble();
        Assert.True(error <= tolerance, $"Scaled error {error:g3} > {tolerance:g3}.");
    }
}
