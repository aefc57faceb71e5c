using Google.Protobuf;
using Salience.Onnx;
using Salience.Onnx.Format;
using TorchSharp;
using static Salience.Tests.Onnx.TestModel;
using static TorchSharp.torch;

namespace Salience.Tests.Onnx.Converters;

/// <summary>What versions of elementwise operators differ in: attributes that became inputs, broadcasting, axes, defaults.</summary>
[NoTensorLeaks]
public class ElementwiseConverterTests
{
    [Fact]
    public void Before_opset_7_the_second_operand_stands_at_the_axis_named()
    {
        using var scope = NewDisposeScope();
        var model = new TestModel(opset: 6).Input("x", 2, 3, 3).Weights("b", [3], 10, 20, 30).Output("y", 2, 3, 3)
            .Node("Add", "x b", "y", Int("broadcast", 1), Int("axis", 1));
        var x = rand(2, 3, 3);
        Assert.True(Run(model, x).equal(x + tensor([10f, 20, 30]).view(3, 1)).all().ToBoolean());
    }

    [Fact]
    public void Before_opset_7_the_last_axes_meet_where_none_is_named()
    {
        using var scope = NewDisposeScope();
        var model = new TestModel(opset: 1).Input("x", 2, 3, 3).Weights("b", [3], 10, 20, 30).Output("y", 2, 3, 3)
            .Node("Mul", "x b", "y", Int("broadcast", 1), Ints("consumed_inputs", 0, 0));
        var x = rand(2, 3, 3);
        Assert.True(Run(model, x).equal(x * tensor([10f, 20, 30])).all().ToBoolean());
    }

    [Fact]
    public void Up_to_opset_12_softmax_takes_the_axis_and_all_after_it_together()
    {
        using var scope = NewDisposeScope();
        var x = rand(2, 3, 4);
        var old = Run(new TestModel(opset: 11).Input("x", 2, 3, 4).Node("Softmax", "x", "y").Output("y", 2, 3, 4), x);
        var current = Run(new TestModel(opset: 13).Input("x", 2, 3, 4).Node("Softmax", "x", "y").Output("y", 2, 3, 4), x);
        Assert.True(old.sum([1, 2]).allclose(ones(2)));
        Assert.True(current.sum(2).allclose(ones(2, 3)));
    }

    [Fact]
    public void Bounds_are_attributes_up_to_opset_10_and_inputs_afterwards()
    {
        using var scope = NewDisposeScope();
        var x = tensor([-2f, 0.5f, 9]);
        var attributes = new TestModel(opset: 6).Input("x", 3).Node("Clip", "x", "y", Float("min", -1), Float("max", 6)).Output("y", 3);
        var inputs = new TestModel(opset: 11).Input("x", 3).Weights("b", [], 6).Node("Clip", "x _ b", "y").Output("y", 3);
        Assert.Equal([-1, 0.5f, 6], Run(attributes, x).data<float>().ToArray());
        Assert.Equal([-2, 0.5f, 6], Run(inputs, x).data<float>().ToArray());
    }

    [Fact]
    public void A_slope_of_rank_1_belongs_to_the_channels_up_to_opset_6_and_to_the_last_axis_afterwards()
    {
        using var scope = NewDisposeScope();
        var x = -ones(1, 2, 2);
        foreach (var (opset, expected) in new[] { (6L, new[] { -3f, -3, -5, -5 }), (7L, [-3, -5, -3, -5]) })
        {
            var model = new TestModel(opset).Input("x", 1, 2, 2).Weights("s", [2], 3, 5).Node("PRelu", "x s", "y").Output("y", 1, 2, 2);
            Assert.Equal(expected, Run(model, x).contiguous().data<float>().ToArray());
        }
    }

    [Fact]
    public void The_first_cast_names_its_type_and_later_ones_number_it()
    {
        using var scope = NewDisposeScope();
        var named = new AttributeProto { Name = "to", Type = AttributeProto.Types.AttributeType.String, S = ByteString.CopyFromUtf8("INT32") };
        var back = new AttributeProto { Name = "to", Type = AttributeProto.Types.AttributeType.String, S = ByteString.CopyFromUtf8("FLOAT") };
        var first = new TestModel(opset: 1).Input("x", 2).Node("Cast", "x", "i", named).Node("Cast", "i", "y", back).Output("y", 2);
        var later = new TestModel(opset: 13).Input("x", 2).Node("Cast", "x", "i", Int("to", 6)).Node("Cast", "i", "y", Int("to", 1)).Output("y", 2);
        Assert.Equal([1, -2], Run(first, tensor([1.9f, -2.9f])).data<float>().ToArray());
        Assert.Equal([1, -2], Run(later, tensor([1.9f, -2.9f])).data<float>().ToArray());
    }

    [Fact]
    public void Training_mode_is_refused_when_the_model_is_read()
    {
        var flag = new TensorProto { Name = "t", DataType = (int)TensorProto.Types.DataType.Bool };
        flag.Int32Data.Add(1);
        var model = new TestModel(opset: 12).Input("x", 2).Weights("r", [], 0.5f).Node("Dropout", "x r t", "y").Output("y", 2);
        model.Graph.Initializer.Add(flag);
        using var folder = new TemporaryFolder();
        var path = model.Save(folder);
        var error = Assert.Throws<UnsupportedOperatorException>(() => OnnxImporter.Load(path));
        Assert.Contains("training mode", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_approximation_of_gelu_is_refused_by_name()
    {
        var name = new AttributeProto { Name = "approximate", Type = AttributeProto.Types.AttributeType.String, S = ByteString.CopyFromUtf8("cubic") };
        using var folder = new TemporaryFolder();
        var path = new TestModel(opset: 20).Input("x", 2).Node("Gelu", "x", "y", name).Output("y", 2).Save(folder);
        var error = Assert.Throws<UnsupportedOperatorException>(() => OnnxImporter.Load(path));
        Assert.Contains("'cubic'", error.Message, StringComparison.Ordinal);
    }

    private static Tensor Run(TestModel model, Tensor x)
    {
        using var folder = new TemporaryFolder();
        using var loaded = OnnxImporter.Load(model.Save(folder), new OnnxImportOptions(ExplainLogits: false));
        return loaded.Network.Run(x);
    }
}
