using Salience.Onnx;
using Salience.Onnx.Format;
using Salience.Onnx.Graph;
using static Salience.Tests.Onnx.TestModel;

namespace Salience.Tests.Onnx.Graph;

/// <summary>Graphs that contradict themselves are refused by name; unusual but legal ones are put in order.</summary>
public class OnnxGraphTests
{
    [Fact]
    public void Nodes_out_of_order_are_sorted()
    {
        var graph = Load(new TestModel().Input("x", 1).Node("Relu", "b", "y").Node("Abs", "a", "b").Node("Neg", "x", "a").Output("y", 1));
        Assert.Equal(["Neg", "Abs", "Relu"], graph.Nodes.Select(n => n.OpType));
    }

    [Fact]
    public void Nodes_in_order_stay_where_they_are()
    {
        var graph = Load(new TestModel().Input("x", 1).Node("Neg", "x", "a").Node("Abs", "x", "b").Node("Relu", "x", "c").Node("Sum", "a b c", "y").Output("y", 1));
        Assert.Equal(["Neg", "Abs", "Relu", "Sum"], graph.Nodes.Select(n => n.OpType));
    }

    [Fact]
    public void A_cycle_is_refused_with_the_nodes_on_it() =>
        Refused(
            new TestModel().Input("x", 1).Node("Add", "x b", "a").Node("Neg", "a", "b").Node("Abs", "b", "y").Output("y", 1),
            "cyclic", "'Add:a'", "'Neg:b'");

    [Fact]
    public void A_node_that_reads_itself_is_a_cycle() =>
        Refused(new TestModel().Input("x", 1).Node("Add", "x y", "y").Output("y", 1), "'Add:y'", "cyclic");

    [Fact]
    public void A_value_that_nothing_writes_is_refused() =>
        Refused(new TestModel().Input("x", 1).Node("Add", "x ghost", "y").Output("y", 1), "'Add:y'", "reads 'ghost'");

    [Fact]
    public void A_value_written_twice_is_refused() =>
        Refused(new TestModel().Input("x", 1).Node("Neg", "x", "y").Node("Abs", "x", "y").Output("y", 1), "'Abs:y'", "writes 'y', which exists already");

    [Fact]
    public void A_node_that_writes_over_an_input_or_weight_is_refused()
    {
        Refused(new TestModel().Input("x", 1).Node("Neg", "x", "x").Output("x", 1), "writes 'x', which exists already");
        Refused(new TestModel().Input("x", 1).Weights("w", [1], 1).Node("Neg", "x", "w").Output("w", 1), "writes 'w', which exists already");
    }

    [Fact]
    public void An_output_that_nothing_writes_is_refused() =>
        Refused(new TestModel().Input("x", 1).Node("Neg", "x", "y").Output("z", 1), "output 'z', which no node writes");

    [Fact]
    public void A_weight_stored_twice_is_refused() =>
        Refused(new TestModel().Input("x", 1).Weights("w", [1], 1).Weights("w", [1], 2).Node("Mul", "x w", "y").Output("y", 1), "tensor 'w' twice");

    [Fact]
    public void Initialisers_listed_among_the_inputs_are_not_inputs()
    {
        var graph = Load(new TestModel().Input("x", 1).Input("w", 1).Weights("w", [1], 2).Node("Mul", "x w", "y").Output("y", 1));
        Assert.Equal("x", Assert.Single(graph.Inputs).Name);
    }

    [Fact]
    public void Sparse_weights_are_refused_by_name()
    {
        var model = new TestModel().Input("x", 1).Node("Neg", "x", "y").Output("y", 1);
        model.Graph.SparseInitializer.Add(new SparseTensorProto { Values = Floats("w", [1], 1) });
        Refused(model, "'w' as a sparse tensor");
    }

    [Fact]
    public void Sequences_as_inputs_are_refused_by_name()
    {
        var model = new TestModel().Node("SequenceAt", "s i", "y").Output("y", 1);
        model.Graph.Input.Add(new ValueInfoProto { Name = "s", Type = new TypeProto { SequenceType = new TypeProto.Types.Other() } });
        model.Input("i", 1);
        Refused(model, "input 's' is a sequence");
    }

    [Theory]
    [InlineData(-2L)]
    [InlineData(1L << 40)]
    public void Impossible_input_sizes_are_refused(long size) =>
        Refused(new TestModel().Input("x", 1, size).Node("Neg", "x", "y").Output("y", 1), $"input 'x' has a dimension of size {size}");

    [Fact]
    public void Sizes_that_exporters_leave_open_may_vary()
    {
        var model = new TestModel().Input("x", -1, 0, 5).Node("Neg", "x", "y").Output("y", 1);
        model.Graph.Input[0].Type.TensorType.Shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = "n" });
        Assert.Equal([null, null, 5, null], Assert.Single(Load(model).Inputs).Shape);
    }

    [Fact]
    public void Unnamed_nodes_get_names_of_their_own()
    {
        var model = new TestModel().Input("x", 1).Node("Neg", "x", "a").Node("Neg", "a", "y").Output("y", 1);
        foreach (var node in model.Graph.Node)
            node.ClearName();
        Assert.Equal(2, Load(model).Nodes.Select(n => n.Name).Distinct().Count());
    }

    [Fact]
    public void Every_shared_model_is_a_consistent_graph()
    {
        TestData.Require("models");
        var files = TestData.Files("models", "*.onnx").Concat(TestData.Files("golden", "*.onnx")).ToList();
        Assert.NotEmpty(files);
        Assert.All(files, f => Assert.NotEmpty(OnnxGraph.Load(OnnxModelReader.Read(f)).Nodes));
    }

    private static OnnxGraph Load(TestModel model)
    {
        using var folder = new TemporaryFolder();
        return OnnxGraph.Load(OnnxModelReader.Read(model.Save(folder)));
    }

    private static void Refused(TestModel model, params string[] fragments)
    {
        var e = Assert.Throws<OnnxFormatException>(() => Load(model));
        Assert.All(fragments, f => Assert.Contains(f, e.Message, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', e.Message);
    }
}
