using Salience.Attribution;
using Salience.Decomposition;
using Salience.Imaging;
using Salience.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Models;

/// <summary>An explanation is the same on one thread as on several.</summary>
[Collection(AloneCollection.Name)]
public class ThreadCountTests
{
    /// <summary>What results may depend on the number of threads, relative to the largest value.</summary>
    private const double Tolerance = 1e-5;

    [Theory]
    [InlineData("squeezenet1.1.onnx")]
    [InlineData("mobilenet_v2.onnx")]
    [InlineData("cifar10_resnet20.onnx")]
    [InlineData("cifar10_vit_ibp_3_3_8.onnx")]
    public void The_map_does_not_depend_on_the_number_of_threads(string model)
    {
        using var scope = NewDisposeScope();
        using var loaded = OnnxImporter.Load(TestData.Require(Path.Combine("models", model)));
        using var method = new FullGrad(loaded.Network);
        var shape = loaded.Network.Inputs[0].Shape;
        var photo = ImageFile.Read(Path.Combine(TestData.Require("photos/imagenet-samples"), "n01440764_tench.JPEG"));
        var image = new Preprocessing((int)(shape[2] ?? 224), (int)(shape[3] ?? 224), 3, Normalization.ImageNet).Apply(photo).ToTensor().unsqueeze(0);
        var before = get_num_threads();
        try
        {
            set_num_threads(1);
            using var one = method.Explain(image, Target.ArgMax);
            set_num_threads(2);
            using var two = method.Explain(image, Target.ArgMax);
            var error = (one.Map - two.Map).abs().max().ToDouble() / one.Map.abs().max().ToDouble();
            Assert.True(error <= Tolerance, $"scaled error {error:g3}");
        }
        finally
        {
            set_num_threads(before);
        }
    }
}
