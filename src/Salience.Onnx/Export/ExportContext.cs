using Salience.Networks;
using Salience.Onnx.Conversion;
using Salience.Onnx.Format;
using static TorchSharp.torch;

namespace Salience.Onnx.Export;

/// <summary>What a writer sees and may do: one node of the network, and the ONNX graph being written.</summary>
/// <param name="node">The node to write.</param>
/// <param name="graph">The graph being written.</param>
internal sealed class ExportContext(Node node, GraphWriter graph)
{
    /// <summary>The node of the network.</summary>
    public Node Node { get; } = node;

    /// <summary>
    /// The opset that is written, 17 or newer. A writer chooses the form of a node by it. Where an operator is needed that came later, emitting
    /// it raises the opset, and every node is written once more.
    /// </summary>
    public int Opset => graph.Opset;

    /// <summary>Says that the form chosen exists only since an opset; for the existence of an operator itself that is known.</summary>
    public void RequireOpset(int opset) => graph.Require(opset);

    /// <summary>Name of the value read there; empty when absent.</summary>
    public string Input(int index) => index < Node.Inputs.Count ? Node.Inputs[index] : string.Empty;

    /// <summary>Whether the optional input is given.</summary>
    public bool HasInput(int index) => Input(index).Length > 0;

    /// <summary>Whether anybody wants the output.</summary>
    public bool HasOutput(int index) => index < Node.Outputs.Count && Node.Outputs[index].Length > 0;

    /// <summary>The constant read there, which stays the network's, or <see langword="null"/> where it is computed or absent.</summary>
    public Tensor? Parameter(int index) => graph.Parameter(Input(index));

    /// <summary>The element type of a value.</summary>
    public ScalarType TypeOf(string value) => graph.TypeOf(value) ?? throw Unsupported($"the element type of '{value}' is not known");

    /// <summary>Sizes of a value, <see langword="null"/> where they vary; <see langword="null"/> altogether where the network could not be tried out.</summary>
    public IReadOnlyList<long?>? ShapeOf(string value) => graph.ShapeOf(value);

    /// <summary>The number of dimensions of a value.</summary>
    public int RankOf(string value) => ShapeOf(value)?.Count ?? throw Unsupported($"the number of dimensions of '{value}' is not known");

    /// <summary>Writes the node as one ONNX node with its own inputs, outputs and name.</summary>
    public void Emit(string opType, params IReadOnlyList<NodeAttribute> attributes) => Emit(opType, Node.Inputs, attributes);

    /// <summary>Writes an ONNX node with other inputs, but the outputs and the name of the node.</summary>
    public void Emit(string opType, IReadOnlyList<string> inputs, params IReadOnlyList<NodeAttribute> attributes) =>
        Emit(opType, inputs, Node.Outputs, attributes);

    /// <summary>Writes an ONNX node with other inputs and outputs, but the name of the node.</summary>
    public void Emit(string opType, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs, params IReadOnlyList<NodeAttribute> attributes) =>
        graph.Add(NewNode(opType, Node.Name, inputs, outputs), attributes, named: true);

    /// <summary>Writes an ONNX node that writes a value of the network beside the one that has the node's name.</summary>
    /// <param name="output">The value it writes.</param>
    /// <param name="opType">ONNX operator.</param>
    /// <param name="suffix">What the value is, for the node's name.</param>
    /// <param name="inputs">Names of values; empty for absent ones.</param>
    /// <param name="attributes">Attributes.</param>
    public void EmitInto(string output, string opType, string suffix, IReadOnlyList<string> inputs, params IReadOnlyList<NodeAttribute> attributes) =>
        graph.Add(NewNode(opType, $"{Node.Name}.{suffix}", inputs, [output]), attributes, named: false);

    /// <summary>A name for a value that nothing else has.</summary>
    /// <param name="suffix">What the value is, for its name.</param>
    public string NewValue(string suffix) => graph.NewValue($"{Node.Name}.{suffix}");

    /// <summary>Writes an ONNX node whose output only other nodes of this writer read.</summary>
    /// <param name="opType">ONNX operator.</param>
    /// <param name="suffix">What the value is, for its name.</param>
    /// <param name="inputs">Names of values; empty for absent ones.</param>
    /// <param name="attributes">Attributes.</param>
    /// <returns>The name of its first output.</returns>
    public string EmitValue(string opType, string suffix, IReadOnlyList<string> inputs, params IReadOnlyList<NodeAttribute> attributes)
    {
        var value = graph.NewValue($"{Node.Name}.{suffix}");
        graph.Add(NewNode(opType, $"{Node.Name}.{suffix}", inputs, [value]), attributes, named: false);
        return value;
    }

    /// <summary>Adds a constant.</summary>
    /// <param name="value">The constant; it stays the caller's.</param>
    /// <param name="suffix">What it is, for its name.</param>
    /// <returns>The name under which nodes read it.</returns>
    public string Constant(Tensor value, string suffix) => graph.AddConstant($"{Node.Name}.{suffix}", value);

    /// <summary>Adds a vector of integers, such as axes or a shape.</summary>
    public string Integers(string suffix, params IReadOnlyList<long> values)
    {
        using var list = tensor(values.ToArray(), ScalarType.Int64);
        return Constant(list, suffix);
    }

    /// <summary>Adds a number of the element type of another value.</summary>
    public string Number(double value, string suffix, string like)
    {
        using var number = tensor(value, TypeOf(like));
        return Constant(number, suffix);
    }

    /// <summary>Writes the nodes inside an operator in place of it.</summary>
    /// <param name="nodes">The inner nodes.</param>
    /// <param name="bound">Names outside for the names inside that mean values of the graph around.</param>
    /// <returns>The names that all values have outside.</returns>
    public IReadOnlyDictionary<string, string> Inline(IReadOnlyList<Node> nodes, IReadOnlyDictionary<string, string> bound)
    {
        var names = new Dictionary<string, string>(bound) { [string.Empty] = string.Empty };
        foreach (var inner in nodes)
        {
            foreach (var output in inner.Outputs.Where(o => !names.ContainsKey(o)))
                names.Add(output, graph.NewValue(output));
            graph.Write([inner with { Inputs = [.. inner.Inputs.Select(i => names[i])], Outputs = [.. inner.Outputs.Select(o => names[o])] }]);
        }

        return names;
    }

    /// <summary>Writes nodes as a subgraph of this node.</summary>
    /// <param name="name">Name of the subgraph.</param>
    /// <param name="nodes">Its nodes.</param>
    /// <param name="outputs">The values inside or outside that it hands out.</param>
    /// <param name="bound">Names outside for the names inside that mean values of the graph around.</param>
    public GraphProto Subgraph(string name, IReadOnlyList<Node> nodes, IReadOnlyList<string> outputs, IReadOnlyDictionary<string, string> bound)
    {
        var results = new List<string>();
        var written = graph.Apart(() =>
        {
            var names = Inline(nodes, bound);
            foreach (var output in outputs.Select(o => names[o]))
            {
                // A subgraph hands out what it writes itself, and nothing twice.
                var direct = !bound.Values.Contains(output) && !results.Contains(output);
                results.Add(direct ? output : EmitValue("Identity", name, [output]));
            }
        });
        return new GraphProto { Name = name, Node = { written }, Output = { results.Select(r => new ValueInfoProto { Name = r }) } };
    }

    /// <summary>The exception that refuses this node; it is reported together with every other one that cannot be written.</summary>
    public static Exception Unsupported(string reason) => new UnsupportedNodeException(reason);

    private static NodeProto NewNode(string opType, string name, IEnumerable<string> inputs, IEnumerable<string> outputs) =>
        new() { OpType = opType, Name = name, Input = { WithoutTrailingBlanks(inputs) }, Output = { WithoutTrailingBlanks(outputs) } };

    private static IEnumerable<string> WithoutTrailingBlanks(IEnumerable<string> names)
    {
        var list = names.ToList();
        return list.Take(list.FindLastIndex(n => n.Length > 0) + 1);
    }
}
