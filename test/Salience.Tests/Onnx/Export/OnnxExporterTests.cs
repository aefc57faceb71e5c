using Salience.Networks;
using Salience.Onnx;
using Salience.Onnx.Format;
using Salience.Operators;
using static TorchSharp.torch;
using Reshape = Salience.Operators.Reshape;

namespace Salience.Tests.Onnx.Export;

/// <summary>What <see cref="OnnxExporter"/> writes, and that it comes back unchanged.</summary>
[NoTensorLeaks]
public sealed class OnnxExporterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_convolutional_network_comes_back_with_the_same_nodes_parameters_and_bits()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetwork();

        using var model = SavedNetwork.RoundTrip(network, _folder);

        SavedNetwork.AssertSameNetwork(network, model.Network);
        SavedNetwork.AssertSameBits(network, model.Network, SavedNetwork.Inputs(network));
    }

    [Fact]
    public void Open_sizes_stay_open_and_have_names()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetwork();
        var file = Save(network);

        Assert.Equal(["N", "3", "H", "W"], Sizes(Assert.Single(file.Graph.Input)));
        Assert.Equal(["N", "5"], Sizes(Assert.Single(file.Graph.Output)));
        using var model = OnnxImporter.Load(_folder.File("network.onnx"));
        Assert.Equal([3, 5], model.Network.Run(rand(3, 3, 12, 20)).shape);
    }

    [Fact]
    public void The_file_names_opset_17_and_the_format_version_of_that_time_unless_an_operator_is_newer()
    {
        using var scope = NewDisposeScope();
        using var old = OneNode(new Relu());
        using var recent = OneNode(new Gelu());

        var (first, second) = (Save(old), Save(recent));

        Assert.Equal((17L, 8L), (Assert.Single(first.OpsetImport).Version, first.IrVersion));
        Assert.Equal((20L, 9L), (Assert.Single(second.OpsetImport).Version, second.IrVersion));
        Assert.Equal(21, Assert.Single(Save(old, new OnnxExportOptions { Opset = 21 }).OpsetImport).Version);
    }

    [Fact]
    public void A_number_that_float32_cannot_hold_comes_back_exactly_and_counts_only_while_it_fits()
    {
        using var scope = NewDisposeScope();
        using var network = OneNode(new HardSigmoid(1.0 / 6, 0.5));
        var file = Save(network);

        using (var model = OnnxImporter.Load(_folder.File("network.onnx"), SavedNetwork.NodeByNode))
            Assert.Equal(1.0 / 6, Assert.IsType<HardSigmoid>(model.Network.Nodes[0].Operator).Alpha);

        file.Graph.Node[0].Attribute.Single(a => a.Name == "alpha").F = 0.25f;
        using var changed = OnnxImporter.Load(_folder.Write("changed.onnx", Google.Protobuf.MessageExtensions.ToByteArray(file)), SavedNetwork.NodeByNode);
        Assert.Equal(0.25, Assert.IsType<HardSigmoid>(changed.Network.Nodes[0].Operator).Alpha);
    }

    [Fact]
    public void A_branch_and_a_formula_are_written_as_nodes()
    {
        using var scope = NewDisposeScope();
        var test = new TestModel().Input("x", 2, 3).Output("y", 2, 3)
            .Node("ReduceSum", "x", "total", TestModel.Int("keepdims", 0))
            .Weights("zero", [], 0)
            .Node("Greater", "total zero", "positive");
        var (one, other) = (new GraphProto { Name = "one" }, new GraphProto { Name = "other" });
        one.Node.Add(TestModel.NewNode("Exp", "x", "a"));
        one.Output.Add(new ValueInfoProto { Name = "a" });
        other.Node.Add(TestModel.NewNode("Neg", "x", "b"));
        other.Output.Add(new ValueInfoProto { Name = "b" });
        test.Node("If", "positive", "z", TestModel.Subgraph("then_branch", one), TestModel.Subgraph("else_branch", other))
            .Node("Exp", "z", "e").Weights("one", [], 1).Node("Add", "e one", "p").Node("Log", "p", "l").Node("Neg", "l", "n").Node("Exp", "n", "y");
        using var model = OnnxImporter.Load(test.Save(_folder));

        using var again = SavedNetwork.RoundTrip(model.Network, _folder, import: new OnnxImportOptions());

        SavedNetwork.AssertSameBits(model.Network, again.Network, new Dictionary<string, Tensor> { ["x"] = rand(2, 3) });
        SavedNetwork.AssertSameBits(model.Network, again.Network, new Dictionary<string, Tensor> { ["x"] = -rand(2, 3) });
        Assert.Equal(model.Network.Nodes.Select(n => n.ToString()), again.Network.Nodes.Select(n => n.ToString()));
    }

    [Fact]
    public void Every_node_that_has_no_standard_form_is_named_at_once_and_nothing_is_written()
    {
        using var scope = NewDisposeScope();
        var builder = new NetworkBuilder();
        var x = builder.AddInput("x", ScalarType.Float32, null, 4);
        using var network = builder.Build(builder.Add("second", new Doubling(), builder.Add("relu", new Relu(), builder.Add("first", new Doubling(), x))));

        var failure = Assert.Throws<UnsupportedOperatorException>(() => OnnxExporter.Save(network, _folder.File("network.onnx")));

        Assert.Equal(["first", "second"], failure.Nodes.Select(n => n.Name));
        Assert.Contains("2 nodes are not supported", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData(16, "Opset 16")]
    [InlineData(99, "Opset 99")]
    public void An_opset_outside_the_known_ones_is_refused(int opset, string message)
    {
        using var scope = NewDisposeScope();
        using var network = OneNode(new Relu());

        var failure = Assert.Throws<ArgumentException>(() => OnnxExporter.Save(network, _folder.File("n.onnx"), new OnnxExportOptions { Opset = opset }));

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    private static Network SmallNetwork()
    {
        using var generator = new Generator(1);
        Tensor Draw(params long[] shape) => rand(shape, generator: generator);
        var builder = new NetworkBuilder();
        var x = builder.AddInput("image", ScalarType.Float32, null, 3, null, null);
        var conv = new Conv { Padding = SpatialPadding.Symmetric(1, 1), Strides = [1, 2], Dilations = [1, 1] };
        var y = builder.Add("conv1", conv, x, builder.AddParameter("conv1.weight", Draw(4, 3, 3, 3)), builder.AddParameter("conv1.bias", Draw(4)));
        string[] statistics = [.. new[] { "weight", "bias", "mean", "variance" }.Select(s => builder.AddParameter($"bn1.{s}", Draw(4)))];
        y = builder.Add("bn1", new BatchNormalization(1e-5), [y, .. statistics]);
        y = builder.Add("relu1", new Relu(), y);
        var window = new SlidingWindow { Kernel = [2, 2], Strides = [1, 1], Dilations = [1, 1], Padding = SpatialPadding.None(2) };
        y = builder.Add("join", new Concat(1), builder.Add("max", new MaxPool(window), y), builder.Add("mean", new AveragePool(window with { RoundUp = true }, true), y));
        y = builder.Add("sum", new Add(), y, builder.Add("drop", new Dropout(), y));
        y = builder.Add("flat", new Flatten(), builder.Add("pool", new GlobalAveragePool(), y));
        y = builder.Add("shape", new Reshape(), y, builder.AddParameter("sizes", tensor(new long[] { 0, -1 })));
        y = builder.Add("fc", new Gemm(alpha: 0.5, transposeB: true), y, builder.AddParameter("fc.weight", Draw(5, 8)), builder.AddParameter("fc.bias", Draw(5)));
        y = builder.Add("mix", new MatMul(), y, builder.AddParameter("mix.weight", Draw(5, 5).t()));
        return builder.Build(builder.Add("probabilities", new Softmax(1), y));
    }

    private static Network OneNode(Operator operation)
    {
        var builder = new NetworkBuilder();
        return builder.Build(builder.Add("node", operation, builder.AddInput("x", ScalarType.Float32, null, 4)));
    }

    private ModelProto Save(Network network, OnnxExportOptions? options = null)
    {
        OnnxExporter.Save(network, _folder.File("network.onnx"), options);
        return ModelProto.Parser.ParseFrom(File.ReadAllBytes(_folder.File("network.onnx")));
    }

    private static IEnumerable<string> Sizes(ValueInfoProto value) => value.Type.TensorType.Shape.Dim.Select(d => d.HasDimParam ? d.DimParam : $"{d.DimValue}");

    private sealed class Doubling : SingleOutputOperator
    {
        public override OperatorKind Kind => OperatorKind.Linear;

        protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]! * 2;
    }
}
