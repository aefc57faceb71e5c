using Salience.Attribution;
using Salience.Decomposition;
using Salience.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Attribution;

/// <summary>Every method on every well-known architecture, generated from the table (method × architecture).</summary>
[NoTensorLeaks]
public class MethodArchitectureTests
{
    /// <summary>What a map may depend on batch composition, relative to its largest value.</summary>
    private const double Stable = 1e-5;

    /// <summary>Cells in which the method explains the network.</summary>
    public static TheoryData<string, string> Cells => ExpectedRefusals.Cells(MethodArchitectures.Names, refused: false);

    /// <summary>Cells in which it does not apply.</summary>
    public static TheoryData<string, string> Refusals => ExpectedRefusals.Cells(MethodArchitectures.Names, refused: true);

    [Theory]
    [MemberData(nameof(Cells))]
    public void An_image_is_explained_in_a_batch_as_alone(string method, string architecture)
    {
        using var scope = NewDisposeScope();
        var images = MethodArchitectures.Images(architecture);
        using var explainer = AttributionMethods.Create(QuickSettings.ForArchitectures(method), MethodArchitectures.Network(architecture, OnnxPrecision.Single));
        using var batch = explainer.Explain(images, Target.ArgMax);
        using var single = explainer.Explain(images.narrow(0, 1, 1), Target.ArgMax);

        RequireWhole(batch, images, ScalarType.Float32);
        MapAssert.Close(single.Map[0], batch.Map[1], Stable);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Double_precision_is_kept(string method, string architecture)
    {
        using var scope = NewDisposeScope();
        var image = MethodArchitectures.Images(architecture).narrow(0, 0, 1);
        using var explainer = AttributionMethods.Create(QuickSettings.ForArchitectures(method), MethodArchitectures.Network(architecture, OnnxPrecision.Double));
        using var explanation = explainer.Explain(image, Target.CentredLogit());

        RequireWhole(explanation, image, ScalarType.Float64);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_method_that_does_not_apply_says_why_before_anything_is_computed(string method, string architecture)
    {
        using var scope = NewDisposeScope();
        using var explainer = AttributionMethods.Create(method, MethodArchitectures.Network(architecture, OnnxPrecision.Single));
        var failure = Assert.Throws<NotSupportedException>(() => explainer.Explain(MethodArchitectures.Images(architecture), Target.ArgMax));

        Assert.Equal($"{method} does not apply to this network: {explainer.Refuses}", failure.Message);
        Assert.Contains(ExpectedRefusals.Reason(method, architecture)!, failure.Message, StringComparison.Ordinal);
    }

    private static void RequireWhole(Explanation explanation, Tensor images, ScalarType type)
    {
        Assert.Equal(type, explanation.Map.dtype);
        Assert.Equal([images.shape[0], 1, images.shape[2], images.shape[3]], explanation.Map.shape);
        Assert.True(explanation.Map.isfinite().all().ToBoolean());
        Assert.True((explanation.Values ?? explanation.Map).any().ToBoolean(), "All attributions are zero.");
    }
}
