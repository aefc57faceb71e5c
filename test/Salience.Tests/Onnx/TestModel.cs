using Google.Protobuf;
using Salience.Onnx.Format;

namespace Salience.Tests.Onnx;

/// <summary>Builds small models in memory and writes them to files.</summary>
internal sealed class TestModel
{
    public TestModel(long opset = 13)
    {
        Proto = new ModelProto { IrVersion = 8, ProducerName = "salience-tests", ProducerVersion = "1", Graph = new GraphProto { Name = "g" } };
        Proto.OpsetImport.Add(new OperatorSetIdProto { Domain = string.Empty, Version = opset });
    }

    public ModelProto Proto { get; }

    public GraphProto Graph => Proto.Graph;

    public TestModel Input(string name, params long[] shape)
    {
        Graph.Input.Add(Value(name, shape));
        return this;
    }

    public TestModel Output(string name, params long[] shape)
    {
        Graph.Output.Add(Value(name, shape));
        return this;
    }

    public TestModel Node(string op, string inputs, string outputs, params AttributeProto[] attributes)
    {
        Graph.Node.Add(NewNode(op, inputs, outputs, attributes));
        return this;
    }

    public TestModel Weights(string name, long[] shape, params float[] values)
    {
        Graph.Initializer.Add(Floats(name, shape, values));
        return this;
    }

    /// <summary>Writes the model and returns the path.</summary>
    public string Save(TemporaryFolder folder, string name = "model.onnx")
    {
        File.WriteAllBytes(folder.File(name), Proto.ToByteArray());
        return folder.File(name);
    }

    /// <summary>A node; names are separated by blanks, <c>_</c> stands for an absent one.</summary>
    public static NodeProto NewNode(string op, string inputs, string outputs, params AttributeProto[] attributes)
    {
        var node = new NodeProto { OpType = op, Name = $"{op}:{outputs}" };
        node.Input.Add(Names(inputs));
        node.Output.Add(Names(outputs));
        node.Attribute.Add(attributes);
        return node;
    }

    public static TensorProto Floats(string name, long[] shape, params float[] values)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)TensorProto.Types.DataType.Float };
        tensor.Dims.Add(shape);
        tensor.FloatData.Add(values);
        return tensor;
    }

    public static ValueInfoProto Value(string name, params long[] shape)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = new TensorShapeProto() };
        tensor.Shape.Dim.Add(shape.Select(s => new TensorShapeProto.Types.Dimension { DimValue = s }));
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }

    public static AttributeProto Int(string name, long value) => new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    public static AttributeProto Float(string name, float value) => new() { Name = name, Type = AttributeProto.Types.AttributeType.Float, F = value };

    public static AttributeProto Tensor(string name, TensorProto value) => new() { Name = name, Type = AttributeProto.Types.AttributeType.Tensor, T = value };

    public static AttributeProto Subgraph(string name, GraphProto value) => new() { Name = name, Type = AttributeProto.Types.AttributeType.Graph, G = value };

    public static AttributeProto Ints(string name, params long[] values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.Add(values);
        return attribute;
    }

    private static IEnumerable<string> Names(string names) =>
        names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => n == "_" ? string.Empty : n);
}
