using Microsoft.ML.OnnxRuntime;
using Salience.Imaging;
using Salience.Onnx;
using Salience.Tests.Conformance;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.OnnxRuntime;

/// <summary>Whole models, imported as users get them, give in float32 what ONNX Runtime gives on the same pictures.</summary>
[NoTensorLeaks]
public class WholeModelTests
{
    /// <summary>Of the largest output: values near zero are differences of large ones.</summary>
    private const double AbsoluteOfLargest = 1e-4;

    /// <summary>ONNX Runtime computes a float16 model in float16, the importer in float32; 2⁻¹¹ a step adds up over the layers.</summary>
    private const double AbsoluteOfLargestInHalf = 2e-2;

    public static TheoryData<string> Models
    {
        get
        {
            var rows = new TheoryData<string>();
            foreach (var path in TestData.Files("models", "*.onnx").Concat(TestData.Files("golden", "*.onnx")))
                rows.Add(Path.GetRelativePath(TestData.Root, path));
            if (rows.Count == 0)
                rows.Add(Path.Combine("models", "*.onnx"));
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_model_gives_what_ONNX_Runtime_gives(string file)
    {
        using var scope = NewDisposeScope();
        var path = TestData.Require(file);
        using var model = OnnxImporter.Load(path, new OnnxImportOptions(Precision: OnnxPrecision.Single, ExplainLogits: false));
        using var session = new RuntimeSession(path);
        var (name, type, shape) = session.Input;
        var pictures = Pictures(shape);
        using var value = RuntimeSession.Value(pictures, type);

        var outputs = model.Info.Outputs.Select(o => o.Name).ToList();
        var expected = session.Run(new Dictionary<string, OrtValue> { [name] = value }, outputs);
        var actual = model.Network.Run(new Dictionary<string, Tensor> { [name] = pictures });

        foreach (var output in outputs)
        {
            var wanted = expected[output].to_type(actual[output].dtype);
            var share = expected[output].dtype == ScalarType.Float16 ? AbsoluteOfLargestInHalf : AbsoluteOfLargest;
            TensorComparison.AssertEqual(wanted, actual[output], output, share * wanted.abs().max().ToDouble());
        }
    }

    /// <summary>Photographs where the model takes pictures of their size, random numbers in [0, 1] elsewhere; one where the batch is open.</summary>
    private static Tensor Pictures(long[] shape)
    {
        var size = shape.Select(s => s > 0 ? s : 1).ToArray();
        var photos = TestData.Files(Path.Combine("photos", "imagenet-samples"), "*.JPEG");
        if (size is [1, 3, >= 100, >= 100] && photos.Count > 0)
        {
            var preprocessing = new Preprocessing((int)size[2], (int)size[3], 3, Normalization.ImageNet);
            return preprocessing.Apply(ImageFile.Read(photos[0])).ToTensor().unsqueeze(0);
        }

        using var generator = new Generator(11);
        return rand(size, generator: generator);
    }
}
