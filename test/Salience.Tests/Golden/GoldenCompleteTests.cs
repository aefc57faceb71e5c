using Salience.Attribution;
using Salience.Decomposition;
using Salience.Onnx;
using Salience.PostProcessing;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Golden;

/// <summary>Maps that add up to the output, on every golden network: nothing is lost between terms and pixels.</summary>
[NoTensorLeaks]
public class GoldenCompleteTests
{
    /// <summary>Rounding of float64 over a deep network, its terms and their way back.</summary>
    private const double Double = 1e-9;

    /// <summary>The same in float32.</summary>
    private const double Single = 1e-4;

    public static TheoryData<string, string> Models => GoldenCase.Rows;

    [Theory]
    [MemberData(nameof(Models))]
    public void The_complete_map_sums_to_the_output_in_float64(string model, string reference) =>
        Check(GoldenCase.Of(model, reference), OnnxPrecision.Double, UpsamplingRule.SumPreserving, Double);

    [Theory]
    [MemberData(nameof(Models))]
    public void The_complete_map_sums_to_the_output_in_float32(string model, string reference) =>
        Check(GoldenCase.Of(model, reference), OnnxPrecision.Single, UpsamplingRule.SumPreserving, Single);

    [Theory]
    [MemberData(nameof(Models))]
    public void A_map_over_receptive_fields_sums_to_the_output_too(string model, string reference) =>
        Check(GoldenCase.Of(model, reference), OnnxPrecision.Double, UpsamplingRule.ReceptiveField, Double);

    [Theory]
    [MemberData(nameof(Models))]
    public void A_batch_gives_the_complete_maps_of_its_images_alone(string model, string reference)
    {
        var golden = GoldenCase.Of(model, reference);
        using var scope = NewDisposeScope();
        using var loaded = golden.Load(OnnxPrecision.Double);
        using var method = new FullGrad(loaded.Network, new FullGradSettings(Presets.Complete));
        var images = golden.Read("input");
        using var batch = method.Explain(images, Target.Class(0));
        for (var i = 0; i < images.shape[0]; i++)
        {
            using var single = method.Explain(images.narrow(0, i, 1), Target.Class(0));
            GoldenAssert.Close(single.Map, batch.Map.narrow(0, i, 1), 1e-9, $"image {i}");
        }
    }

    private static void Check(GoldenCase golden, OnnxPrecision precision, UpsamplingRule upsampling, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var loaded = golden.Load(precision);
        using var method = new FullGrad(loaded.Network, new FullGradSettings(Presets.Complete, Upsampling: upsampling));
        using var explanation = method.Explain(golden.Read("input"), Target.ArgMax);
        var account = explanation.MapAccount!;
        Assert.Equal("f(x)", account.Promise);
        for (var i = 0; i < account.Sums.Count; i++)
        {
            Assert.Equal(explanation.Map[i].sum(ScalarType.Float64).ToDouble(), account.Sums[i], 1e-12 * Math.Max(1, Math.Abs(account.Sums[i])));
            Assert.Equal(explanation.Scores[i], account.Expected[i]);
            Assert.True(account.Residual(i) <= tolerance, $"image {i}: the map sums to {account.Sums[i]}, the output is {account.Expected[i]}, residual {account.Residual(i):g3}");
        }
    }
}
