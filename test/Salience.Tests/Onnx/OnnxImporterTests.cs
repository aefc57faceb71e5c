using Google.Protobuf;
using Salience.Onnx;
using Salience.Onnx.Format;
using TorchSharp;
using static Salience.Tests.Onnx.TestModel;
using static TorchSharp.torch;

namespace Salience.Tests.Onnx;

/// <summary>What a caller of the importer sees: networks, descriptions, and one error for all that is missing.</summary>
[NoTensorLeaks]
public class OnnxImporterTests
{
    [Fact]
    public void A_model_computes_what_it_says()
    {
        using var model = Load(new TestModel().Input("x", 1, 2).Weights("w", [2, 1], 3, 4).Node("MatMul", "x w", "y").Output("y", 1, 1));
        using var x = tensor(new float[,] { { 1, 2 } });
        using var y = model.Network.Run(x);
        Assert.Equal(11, y.item<float>());
    }

    [Fact]
    public void Every_unsupported_node_is_listed_in_one_error()
    {
        var model = new TestModel().Input("x", 1)
            .Node("NonMaxSuppression", "x", "a")
            .Node("MatMul", "x x", "b", Int("surprise", 1))
            .Node("NoSuchOperator", "b", "c")
            .Node("Gelu", "c", "d")
            .Node("Custom", "d", "y")
            .Output("y", 1);
        model.Graph.Node[^1].Domain = "my.company";
        var e = Assert.Throws<UnsupportedOperatorException>(() => Load(model));
        Assert.Equal(["NonMaxSuppression", "MatMul", "NoSuchOperator", "Gelu", "Custom"], e.Nodes.Select(n => n.Operator));
        Assert.Equal([11, 13, 13, 13, 1], e.Nodes.Select(n => n.Version));
        Assert.Equal("unknown attribute 'surprise'", e.Nodes[1].Reason);
        Assert.Contains("exists only since opset 20", e.Nodes[3].Reason, StringComparison.Ordinal);
        Assert.Equal("my.company", e.Nodes[4].Domain);
        Assert.Contains("model.onnx: 5 nodes are not supported: NonMaxSuppression-11 ('NonMaxSuppression:a')", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void An_inspection_lists_unsupported_nodes_without_throwing()
    {
        using var folder = new TemporaryFolder();
        var path = new TestModel().Input("x", 1).Node("NoSuchOperator", "x", "y").Output("y", 1).Save(folder);
        var inspection = OnnxImporter.Inspect(path);
        Assert.Equal("NoSuchOperator", Assert.Single(inspection.Unsupported).Operator);
        Assert.Equal(1, inspection.Info.Operators["NoSuchOperator"]);
    }

    [Fact]
    public void Constants_of_every_kind_become_parameters()
    {
        var floats = new AttributeProto { Name = "value_floats", Type = AttributeProto.Types.AttributeType.Floats, Floats = { 1, 2 } };
        var model = new TestModel()
            .Node("Constant", "", "tensor", Tensor("value", Floats("t", [2], 5, 6)))
            .Node("Constant", "", "float", Float("value_float", 7))
            .Node("Constant", "", "floats", floats)
            .Node("Constant", "", "int", Int("value_int", 8))
            .Node("Constant", "", "ints", Ints("value_ints", 9, 10))
            .Output("tensor", 2).Output("float").Output("floats", 2).Output("int").Output("ints", 2);
        using var imported = Load(model);
        using var scope = NewDisposeScope();
        var values = imported.Network.Run(new Dictionary<string, Tensor>());
        Assert.Equal([5f, 6], values["tensor"].data<float>().ToArray());
        Assert.Equal(7, values["float"].item<float>());
        Assert.Equal([1f, 2], values["floats"].data<float>().ToArray());
        Assert.Equal(8, values["int"].item<long>());
        Assert.Equal([9L, 10], values["ints"].data<long>().ToArray());
    }

    [Fact]
    public void The_first_floating_output_is_explained_unless_another_is_named()
    {
        var model = new TestModel().Input("x", 2).Node("Shape", "x", "size").Node("Reshape", "x size", "a").Node("MatMul", "x x", "b");
        model.Output("size", 1).Output("a", 2).Output("b");
        model.Graph.Output[0].Type.TensorType.ElemType = (int)TensorProto.Types.DataType.Int64;
        using var first = Load(model);
        Assert.Equal("a", first.Network.Outputs[0]);
        Assert.Contains(first.Info.Warnings, w => w.Contains("3 outputs (size, a, b); 'a' is explained", StringComparison.Ordinal));
        using var named = Load(model, new OnnxImportOptions(Output: "b"));
        Assert.Equal("b", named.Network.Outputs[0]);
        var e = Assert.Throws<OnnxFormatException>(() => Load(model, new OnnxImportOptions(Output: "zz")));
        Assert.Contains("has no output 'zz'. Its outputs are: size, a, b.", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Softmax")]
    [InlineData("LogSoftmax")]
    public void The_logits_before_a_final_activation_are_explained_in_the_outputs_shape(string activation)
    {
        var model = new TestModel().Input("x", 1, 3, 1, 1).Weights("w", [3, 3, 1, 1], 1, 0, 0, 0, 2, 0, 0, 0, 3)
            .Node("Conv", "x w", "z").Node(activation, "z", "p", Int("axis", 1)).Node("Flatten", "p", "y").Output("y", 1, 3);
        using var imported = Load(model);
        var final = Assert.IsType<FinalActivation>(imported.Info.Activation);
        Assert.Equal((activation, "y"), (final.Operator, final.Probabilities));
        Assert.Equal([final.Logits, "y"], imported.Network.Outputs);
        using var scope = NewDisposeScope();
        var values = imported.Network.Run(new Dictionary<string, Tensor> { ["x"] = ones(1, 3, 1, 1) });
        Assert.Equal([1L, 3], values[final.Logits].shape);
        Assert.Equal([1f, 2, 3], values[final.Logits].data<float>().ToArray());
        var expected = activation == "Softmax" ? nn.functional.softmax(values[final.Logits], 1) : nn.functional.log_softmax(values[final.Logits], 1);
        Assert.True(values["y"].allclose(expected));
    }

    [Fact]
    public void The_output_itself_is_explained_on_request()
    {
        var model = new TestModel().Input("x", 1, 3).Node("Softmax", "x", "y").Output("y", 1, 3);
        using var imported = Load(model, new OnnxImportOptions(ExplainLogits: false));
        Assert.Null(imported.Info.Activation);
        Assert.Equal("y", Assert.Single(imported.Network.Outputs));
    }

    [Theory]
    [InlineData(OnnxPrecision.Automatic, ScalarType.Float32)]
    [InlineData(OnnxPrecision.Keep, ScalarType.Float16)]
    [InlineData(OnnxPrecision.Single, ScalarType.Float32)]
    [InlineData(OnnxPrecision.Double, ScalarType.Float64)]
    public void Half_precision_weights_are_widened_as_asked(OnnxPrecision precision, ScalarType expected)
    {
        var half = new TensorProto { Name = "w", DataType = (int)TensorProto.Types.DataType.Float16, Dims = { 1, 1 }, Int32Data = { 0x3E00 } };
        var model = new TestModel().Input("x", 1, 1).Node("MatMul", "x w", "y").Output("y", 1, 1);
        model.Graph.Initializer.Add(half);
        model.Graph.Input[0].Type.TensorType.ElemType = (int)TensorProto.Types.DataType.Float16;
        using var imported = Load(model, new OnnxImportOptions(Precision: precision));
        Assert.Equal(expected, imported.Network.Parameters["w"].dtype);
        Assert.Equal(expected, imported.Network.Inputs[0].Type);
    }

    [Fact]
    public void A_model_describes_itself()
    {
        var model = new TestModel(99).Input("x", -1, 3).Node("Neg", "x", "y").Output("y", -1, 3);
        model.Proto.MetadataProps.Add(new StringStringEntryProto { Key = "author", Value = "somebody" });
        using var folder = new TemporaryFolder();
        var info = OnnxImporter.Inspect(model.Save(folder)).Info;
        Assert.Equal("salience-tests 1", info.Producer);
        Assert.Equal(8, info.IrVersion);
        Assert.Equal(99, info.Opsets[string.Empty]);
        Assert.Equal("x: float (any, 3)", Assert.Single(info.Inputs).ToString());
        Assert.Equal("somebody", info.Metadata["author"]);
        Assert.Contains("The model imports opset 99; the newest known is 26", Assert.Single(info.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_with_NaN_weights_is_refused_by_name()
    {
        var e = Assert.Throws<OnnxFormatException>(() => Load(new TestModel().Input("x", 1).Weights("good", [1], 1).Weights("bad", [1], float.NaN)
            .Node("Sum", "x good bad", "y").Output("y", 1)));
        Assert.Contains("tensor 'bad' holds NaN at element 0", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_beside_the_model_are_found()
    {
        using var folder = new TemporaryFolder();
        folder.Write("weights.bin", [0, 0, 64, 64]);
        var weight = new TensorProto { Name = "w", DataType = 1, Dims = { 1, 1 }, DataLocation = TensorProto.Types.DataLocation.External };
        weight.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "weights.bin" });
        var model = new TestModel().Input("x", 1, 1).Node("MatMul", "x w", "y").Output("y", 1, 1);
        model.Graph.Initializer.Add(weight);
        using var imported = OnnxImporter.Load(model.Save(folder));
        Assert.Equal(3, imported.Network.Parameters["w"].item<float>());
    }

    private static OnnxModel Load(TestModel model, OnnxImportOptions? options = null)
    {
        using var folder = new TemporaryFolder();
        return OnnxImporter.Load(model.Save(folder), options);
    }
}
