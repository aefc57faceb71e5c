using Salience.Networks;
using Salience.Onnx.Conversion;
using Salience.Onnx.Format;
using Salience.Onnx.Metadata;
using Salience.Onnx.Opsets;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Onnx.Export;

/// <summary>Writes the nodes of a network one after the other for a given opset, and collects what cannot be written.</summary>
internal sealed class GraphWriter
{
    /// <summary>Opset with which the operators that lacked bfloat16 got it.</summary>
    private const int BrainHalf = 22;

    private readonly WriterRegistry _registry;
    private readonly Network _network;
    private readonly ValueShapes _shapes;
    private readonly Dictionary<string, ScalarType?> _types;
    private readonly HashSet<string> _valueNames;
    private readonly HashSet<string> _nodeNames = [];
    private readonly HashSet<string> _reads = [];
    private readonly HashSet<string> _networkNodeNames;
    private readonly List<TensorProto> _constants = [];
    private readonly List<UnsupportedNode> _unsupported = [];
    private List<NodeProto> _nodes = [];

    /// <summary>A writer that has written nothing yet.</summary>
    public GraphWriter(Network network, int opset, WriterRegistry registry, ValueShapes shapes)
    {
        (_network, Opset, RequiredOpset, _registry, _shapes) = (network, opset, opset, registry, shapes);
        _types = network.Parameters.Select(p => (p.Key, p.Value.dtype)).Concat(network.Inputs.Select(i => (i.Name, i.Type)))
            .ToDictionary(p => p.Item1, p => (ScalarType?)p.Item2);
        _valueNames = [.. _types.Keys, .. network.Nodes.SelectMany(n => n.Outputs)];
        _networkNodeNames = [.. network.Nodes.Select(n => n.Name)];
    }

    /// <summary>The opset the nodes are written for.</summary>
    public int Opset { get; }

    /// <summary>The opset they need; where it is newer than <see cref="Opset"/> they must be written anew.</summary>
    public int RequiredOpset { get; private set; }

    /// <summary>The nodes so far.</summary>
    public IReadOnlyList<NodeProto> Nodes => _nodes;

    /// <summary>Names of the values that nodes read, those of subgraphs included.</summary>
    public IReadOnlySet<string> Reads => _reads;

    /// <summary>Constants that writers added.</summary>
    public IReadOnlyList<TensorProto> Constants => _constants;

    /// <summary>Numbers that float32 attributes cannot give back.</summary>
    public ExactNumbers Exact { get; } = new();

    /// <summary>Nodes that cannot be written.</summary>
    public IReadOnlyList<UnsupportedNode> Unsupported => _unsupported;

    /// <summary>The constant of that name, or <see langword="null"/>.</summary>
    public Tensor? Parameter(string value) => _network.Parameters.GetValueOrDefault(value);

    /// <summary>The element type of a value, where it is known.</summary>
    public ScalarType? TypeOf(string value) => value.Length > 0 ? _types.GetValueOrDefault(value) : null;

    /// <inheritdoc cref="ValueShapes.Of(string)"/>
    public IReadOnlyList<long?>? ShapeOf(string value) => _shapes.Of(value);

    /// <summary>The file needs at least that opset.</summary>
    public void Require(int opset) => RequiredOpset = Math.Max(RequiredOpset, opset);

    /// <summary>Writes nodes in their order.</summary>
    public void Write(IEnumerable<Node> nodes)
    {
        foreach (var node in nodes)
            Write(node);
    }

    /// <summary>Adds an ONNX node.</summary>
    /// <param name="node">The node; its name is changed where it is taken.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <param name="named">Whether the name is that of a node of the network, which no other node may take.</param>
    public void Add(NodeProto node, IEnumerable<NodeAttribute> attributes, bool named)
    {
        node.Name = Unique(node.Name, n => (named || !_networkNodeNames.Contains(n)) && _nodeNames.Add(n));
        foreach (var attribute in attributes)
        {
            node.Attribute.Add(attribute.Proto);
            if (attribute.Exact is { } exact)
                Exact.Add(node.Name, attribute.Proto.Name, exact);
        }

        if (OpsetHistory.SinceVersions(string.Empty, node.OpType) is not [var first, ..] versions)
            throw new InvalidOperationException($"{node.OpType} is no standard operator.");
        Require(first);
        for (var i = 0; i < node.Output.Count; i++)
            _types[node.Output[i]] = ElementTypes.Of(node, i, TypeOf);
        if (versions.Contains(BrainHalf) && node.Input.Concat(node.Output).Any(v => TypeOf(v) == ScalarType.BFloat16))
            Require(BrainHalf);
        _reads.UnionWith(node.Input);
        _nodes.Add(node);
    }

    /// <summary>Adds a constant.</summary>
    /// <returns>The name under which nodes read it.</returns>
    public string AddConstant(string wished, Tensor value)
    {
        var name = NewValue(wished);
        _constants.Add(TensorWriter.Write(value, name));
        _types[name] = value.dtype;
        return name;
    }

    /// <summary>A value name that nothing else has, beginning with the one wished for.</summary>
    public string NewValue(string wished) => Unique(wished, _valueNames.Add);

    /// <summary>Runs <paramref name="write"/> and takes the nodes it added out again: they become a subgraph.</summary>
    public IReadOnlyList<NodeProto> Apart(Action write)
    {
        var outer = _nodes;
        _nodes = [];
        write();
        var apart = _nodes;
        _nodes = outer;
        return apart;
    }

    private void Write(Node node)
    {
        var operation = node.Operator;
        if (_registry.Find(operation.GetType()) is not { } write)
        {
            Refuse(node, "no standard operator stands for it");
            return;
        }

        try
        {
            using var scope = NewDisposeScope();
            write(operation, new ExportContext(node, this));
        }
        catch (UnsupportedNodeException e)
        {
            Refuse(node, e.Message);
        }
    }

    private void Refuse(Node node, string reason) =>
        _unsupported.Add(new UnsupportedNode(string.Empty, node.Operator.Name, Opset, node.Name, reason));

    private static string Unique(string wished, Func<string, bool> take)
    {
        var name = wished;
        for (var i = 1; !take(name); i++)
            name = $"{wished}_{i}";
        return name;
    }
}
