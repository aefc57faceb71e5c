using Salience.Onnx;
using Salience.Onnx.Format;
using Salience.Onnx.Graph;
using static Salience.Tests.Onnx.TestModel;

namespace Salience.Tests.Onnx.Graph;

/// <summary>Model-local functions and constant conditions are written out, with names and attributes of their own at each place.</summary>
public class GraphFlattenerTests
{
    [Fact]
    public void A_call_becomes_the_functions_nodes()
    {
        var model = new TestModel().Input("x", 1).Node("Twice", "x", "y").Output("y", 1);
        model.Graph.Node[0].Domain = "local";
        model.Proto.Functions.Add(Function("Twice", "a", "c", NewNode("Neg", "a", "b"), NewNode("Neg", "b", "c")));
        var nodes = Flatten(model);
        Assert.Equal(["Neg", "Neg"], nodes.Select(n => n.OpType));
        Assert.Equal("x", nodes[0].Inputs[0]);
        Assert.Equal(nodes[0].Outputs[0], nodes[1].Inputs[0]);
        Assert.Equal("y", nodes[1].Outputs[0]);
    }

    [Fact]
    public void Two_calls_do_not_share_inner_values()
    {
        var model = new TestModel().Input("x", 1).Node("Twice", "x", "m").Node("Twice", "m", "y").Output("y", 1);
        foreach (var node in model.Graph.Node)
            node.Domain = "local";
        model.Proto.Functions.Add(Function("Twice", "a", "c", NewNode("Neg", "a", "b"), NewNode("Neg", "b", "c")));
        var nodes = Flatten(model);
        Assert.Equal(4, nodes.SelectMany(n => n.Outputs).Distinct().Count());
        Assert.Equal(4, nodes.Select(n => n.Name).Distinct().Count());
    }

    [Fact]
    public void Attributes_are_passed_defaulted_or_left_out()
    {
        var inner = NewNode("LeakyRelu", "a", "b", Ref("alpha", "slope"), Ref("beta", "missing"), Ref("gamma", "preset"));
        var function = Function("F", "a", "b", inner);
        function.Attribute.Add(["slope", "missing"]);
        function.AttributeProto.Add(Float("preset", 3));
        var model = new TestModel().Input("x", 1).Node("F", "x", "y", Float("slope", 0.5f)).Output("y", 1);
        model.Graph.Node[0].Domain = "local";
        model.Proto.Functions.Add(function);
        var attributes = Assert.Single(Flatten(model)).Attributes.ToDictionary(a => a.Name, a => a.Value.F);
        Assert.Equal(new Dictionary<string, float> { ["alpha"] = 0.5f, ["gamma"] = 3 }, attributes);
    }

    [Fact]
    public void A_function_keeps_the_operator_set_it_was_written_for()
    {
        var function = Function("F", "a", "b", NewNode("Softmax", "a", "b"));
        function.OpsetImport.Add(new OperatorSetIdProto { Version = 11 });
        var model = new TestModel(18).Input("x", 1).Node("F", "x", "m").Node("Softmax", "m", "y").Output("y", 1);
        model.Graph.Node[0].Domain = "local";
        model.Proto.Functions.Add(function);
        Assert.Equal([11L, 18], Flatten(model).Select(n => n.Opset));
    }

    [Fact]
    public void A_function_that_calls_itself_is_refused()
    {
        var model = new TestModel().Input("x", 1).Node("F", "x", "y").Output("y", 1);
        model.Graph.Node[0].Domain = "local";
        var inner = NewNode("F", "a", "b");
        inner.Domain = "local";
        model.Proto.Functions.Add(Function("F", "a", "b", inner));
        Assert.Contains("a function calls itself", Assert.Throws<OnnxFormatException>(() => Flatten(model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Functions_that_double_at_every_level_are_refused_early()
    {
        var model = new TestModel().Input("x", 1).Node("F0", "x", "y").Output("y", 1);
        model.Graph.Node[0].Domain = "local";
        for (var level = 0; level < 30; level++)
        {
            var (first, second) = (NewNode($"F{level + 1}", "a", "b"), NewNode($"F{level + 1}", "b", "c"));
            first.Domain = second.Domain = "local";
            model.Proto.Functions.Add(Function($"F{level}", "a", "c", first, second));
        }

        model.Proto.Functions.Add(Function("F30", "a", "b", NewNode("Neg", "a", "b")));
        Assert.Contains("grows beyond", Assert.Throws<OnnxFormatException>(() => Flatten(model)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "Abs")]
    [InlineData(false, "Neg")]
    public void A_constant_condition_selects_its_branch(bool condition, string expected)
    {
        var nodes = Flatten(Conditional(condition));
        // The branch reads x of the graph around it; what it returns is copied to the If's output.
        Assert.Equal([expected, "Identity"], nodes.Select(n => n.OpType));
        Assert.Equal("x", nodes[0].Inputs[0]);
        Assert.Equal("y", nodes[1].Outputs[0]);
        Assert.Equal(nodes[0].Outputs[0], nodes[1].Inputs[0]);
    }

    [Fact]
    public void A_computed_condition_is_left_for_the_converter_to_refuse()
    {
        var model = Conditional(true);
        model.Graph.Initializer.Clear();
        model.Input("condition");
        Assert.Equal("If", Assert.Single(Flatten(model)).OpType);
    }

    private static TestModel Conditional(bool condition)
    {
        var model = new TestModel().Input("x", 1)
            .Node("If", "condition", "y", Subgraph("then_branch", Branch("Abs")), Subgraph("else_branch", Branch("Neg")))
            .Output("y", 1);
        var stored = new TensorProto { Name = "condition", DataType = (int)TensorProto.Types.DataType.Bool, Int32Data = { condition ? 1 : 0 } };
        model.Graph.Initializer.Add(stored);
        return model;
    }

    private static GraphProto Branch(string op)
    {
        var graph = new GraphProto();
        graph.Node.Add(NewNode(op, "x", "r"));
        graph.Output.Add(Value("r", 1));
        return graph;
    }

    private static FunctionProto Function(string name, string input, string output, params NodeProto[] nodes)
    {
        var function = new FunctionProto { Name = name, Domain = "local" };
        function.Input.Add(input);
        function.Output.Add(output);
        function.Node.Add(nodes);
        return function;
    }

    private static AttributeProto Ref(string name, string referenced) =>
        new() { Name = name, RefAttrName = referenced, Type = AttributeProto.Types.AttributeType.Float };

    private static IReadOnlyList<FlatNode> Flatten(TestModel model) => GraphFlattener.Flatten("m.onnx", model.Proto).Nodes;
}
