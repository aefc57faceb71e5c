using Microsoft.ML.OnnxRuntime;
using Salience.Onnx;
using Salience.Onnx.Format;
using Salience.Tests.Conformance;
using Salience.Tests.Onnx;
using static TorchSharp.torch;

namespace Salience.Tests.OnnxRuntime;

/// <summary>Networks whose input is no floating number: the bytes of a picture, which the model itself converts.</summary>
[NoTensorLeaks]
public class IntegerInputTests
{
    [Fact]
    public void A_network_on_bytes_converts_them_as_ONNX_Runtime_does()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var bytes = CaseTensor.Parse("u:1x2x3x3", new Random(3));
        var test = new TestModel().Input("x", bytes.Shape).Output("y", 1, 1, 3, 3)
            .Weights("w", [1, 2, 1, 1], 0.5f, -0.25f)
            .Node("Cast", "x", "z", TestModel.Int("to", (long)TensorProto.Types.DataType.Float))
            .Node("Conv", "z w", "y", TestModel.Ints("kernel_shape", 1, 1));
        test.Graph.Input[0].Type.TensorType.ElemType = (int)bytes.Type;
        var path = test.Save(folder);

        using var session = new RuntimeSession(path);
        using var value = RuntimeSession.Value(bytes);
        var expected = session.Run(new Dictionary<string, OrtValue> { ["x"] = value }, ["y"]);

        using var model = OnnxImporter.Load(path);
        TensorComparison.AssertEqual(expected["y"], model.Network.Run(bytes.ToTorch()), "y");
    }
}
