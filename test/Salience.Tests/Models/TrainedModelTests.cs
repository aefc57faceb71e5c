using Salience.Attribution;
using Salience.Decomposition;
using Salience.Imaging;
using Salience.Onnx;
using Salience.PostProcessing;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Models;

/// <summary>Trained networks of several exporters: the explanation adds up on each.</summary>
[NoTensorLeaks]
public class TrainedModelTests
{
    private const double DoubleResidual = 1e-10;
    private const double SingleResidual = 1e-4;

    public static TheoryData<string> Models
    {
        get
        {
            var rows = new TheoryData<string>();
            foreach (var path in TestData.Files("models", "*.onnx"))
                rows.Add(Path.GetFileName(path));
            if (rows.Count == 0)
                rows.Add("no models");
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void The_explanation_adds_up_in_float64(string model) => Check(model, OnnxPrecision.Double, DoubleResidual);

    [Theory]
    [MemberData(nameof(Models))]
    public void The_explanation_adds_up_in_float32(string model) => Check(model, OnnxPrecision.Single, SingleResidual);

    [Theory]
    [MemberData(nameof(Models))]
    public void A_batch_gives_the_maps_of_its_images_alone(string model)
    {
        using var scope = NewDisposeScope();
        using var loaded = Load(model, OnnxPrecision.Single);
        var images = Images(loaded, 3);
        foreach (var preset in Presets.All)
        {
            using var method = new FullGrad(loaded.Network, new FullGradSettings(preset));
            using var batch = method.Explain(images, Target.Class(0));
            for (var i = 0; i < 3; i++)
            {
                using var single = method.Explain(images.slice(0, i, i + 1, 1), Target.Class(0));
                var error = (batch.Map.slice(0, i, i + 1, 1) - single.Map).abs().max().ToDouble() / single.Map.abs().max().ToDouble();
                Assert.True(error <= 1e-5, $"{preset.Name}, image {i}: scaled error {error:g3}");
                Assert.Equal(single.Completeness.Sums[0], batch.Completeness.Sums[i], 1e-4 * Math.Max(1, Math.Abs(single.Completeness.Outputs[0])));
            }
        }
    }

    private static OnnxModel Load(string model, OnnxPrecision precision) =>
        OnnxImporter.Load(TestData.Require(Path.Combine("models", model)), new OnnxImportOptions(Precision: precision));

    private static void Check(string model, OnnxPrecision precision, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var loaded = Load(model, precision);
        using var method = new FullGrad(loaded.Network);
        using var explanation = method.Explain(Images(loaded, 2), Target.ArgMax);

        for (var i = 0; i < 2; i++)
            Assert.True(explanation.Completeness.Residual(i) <= tolerance, $"image {i}: residual {explanation.Completeness.Residual(i):g3} > {tolerance:g3}");
        Assert.Empty(explanation.Completeness.WithoutGradient);
    }

    /// <summary>Photographs for the ImageNet networks; random pictures in [0, 1] for the small ones.</summary>
    private static Tensor Images(OnnxModel model, int count)
    {
        var shape = model.Network.Inputs[0].Shape;
        var (channels, height, width) = (shape[1] ?? 3, shape[2] ?? 224, shape[3] ?? 224);
        if (height < 100)
        {
            using var generator = new Generator(7);
            return rand([count, channels, height, width], generator: generator);
        }

        var photos = TestData.Files(Path.Combine("photos", "imagenet-samples"), "*.JPEG");
        Assert.SkipUnless(photos.Count >= count, "The photographs are missing; set SALIENCE_DATA.");
        var preprocessing = new Preprocessing((int)height, (int)width, (int)channels, Normalization.ImageNet);
        return stack([.. photos.Take(count).Select(p => preprocessing.Apply(ImageFile.Read(p)).ToTensor())]);
    }
}
