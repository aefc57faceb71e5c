using Salience.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Onnx;

/// <summary>Models that are no files.</summary>
[NoTensorLeaks]
public class OnnxStreamTests
{
    [Fact]
    public void A_stream_gives_the_network_and_the_hash_of_the_file()
    {
        using var scope = NewDisposeScope();
        var path = TestData.Require("models/cifar10_resnet20.onnx");
        using var bytes = new MemoryStream(File.ReadAllBytes(path));
        bytes.Position = 5;
        using var fromFile = OnnxImporter.Load(path);
        using var fromStream = OnnxImporter.Load(bytes, "in memory");

        Assert.Equal(("in memory", fromFile.Info.Sha256, fromFile.Info.Length), (fromStream.Info.Path, fromStream.Info.Sha256, fromStream.Info.Length));
        Assert.Equal(fromFile.Network.Nodes.Select(n => n.Name), fromStream.Network.Nodes.Select(n => n.Name));
        var image = new Dictionary<string, Tensor> { [fromFile.Network.Inputs[0].Name] = ones(1, 3, 32, 32) };
        var name = fromFile.Network.Outputs[0];
        Assert.True(fromFile.Network.Run(image, [name])[name].equal(fromStream.Network.Run(image, [name])[name]).all().ToBoolean());
        Assert.Empty(OnnxImporter.Inspect(bytes, "in memory").Unsupported);
    }

    [Fact]
    public void Bytes_that_are_no_model_are_named()
    {
        using var bytes = new MemoryStream("no model at all"u8.ToArray());

        Assert.Contains("in memory", Assert.Throws<OnnxFormatException>(() => OnnxImporter.Load(bytes, "in memory")).Message, StringComparison.Ordinal);
    }
}
