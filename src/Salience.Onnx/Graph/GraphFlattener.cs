using Salience.Onnx.Format;
using Salience.Onnx.Opsets;

namespace Salience.Onnx.Graph;

/// <summary>Writes out a graph: calls of model-local functions become the function's nodes, If with a constant condition its branch.</summary>
/// <remarks>
/// The number of nodes written is limited by the number stored, so that functions calling functions cannot grow without bound.
/// </remarks>
internal sealed class GraphFlattener
{
    private const int DeepestCalls = 32;
    private const int AlwaysAllowed = 10_000;
    private const int GrowthAllowed = 64;

    private readonly string _file;
    private readonly Dictionary<(string Domain, string Name, string Overload), FunctionProto> _functions = [];
    private readonly Dictionary<string, TensorProto> _constants = [];
    private List<FlatNode> _nodes = [];
    private readonly HashSet<string> _names = [];
    private readonly int _mostNodes;
    private int _written;

    private GraphFlattener(string file, ModelProto model)
    {
        _file = file;
        foreach (var function in model.Functions)
            _functions[(OpsetHistory.Canonical(function.Domain), function.Name, function.Overload)] = function;
        foreach (var initializer in model.Graph.Initializer)
            _constants[initializer.Name] = initializer;
        var stored = model.Graph.Node.Count + model.Functions.Sum(f => f.Node.Count);
        _mostNodes = AlwaysAllowed + (GrowthAllowed * stored);
    }

    /// <summary>Initialisers of the branches that were taken, by model-wide name.</summary>
    private Dictionary<string, TensorProto> BranchInitializers { get; } = [];

    /// <summary>The nodes of the model's graph written out, in the file's order, with the initialisers of branches.</summary>
    public static (IReadOnlyList<FlatNode> Nodes, IReadOnlyDictionary<string, TensorProto> Initializers) Flatten(string file, ModelProto model)
    {
        var flattener = new GraphFlattener(file, model);
        flattener.Write(model.Graph.Node, new Scope(string.Empty, [], new Dictionary<string, AttributeProto>(), Opsets(model.OpsetImport), null, 0));
        return (flattener._nodes, flattener.BranchInitializers);
    }

    /// <summary>Imported operator sets by domain; a file without any is older than opset 1's naming and means 1.</summary>
    public static Dictionary<string, long> Opsets(IEnumerable<OperatorSetIdProto> imports)
    {
        var opsets = new Dictionary<string, long>();
        foreach (var import in imports)
            opsets[OpsetHistory.Canonical(import.Domain)] = import.Version;
        return opsets;
    }

    private void Write(IEnumerable<NodeProto> nodes, Scope scope)
    {
        if (scope.Depth > DeepestCalls)
            throw OnnxFormatException.In(_file, $"nests functions more than {DeepestCalls} deep, or a function calls itself. Export the model without functions.");
        foreach (var node in nodes)
        {
            var domain = OpsetHistory.Canonical(node.Domain);
            if (_functions.TryGetValue((domain, node.OpType, node.Overload), out var function))
                Call(function, node, scope);
            else if (domain.Length == 0 && node.OpType == "If" && Branch(node, scope) is { } branch)
                Take(branch, node, scope);
            else if (domain.Length == 0 && node.OpType == "If")
                AddChoice(node, scope);
            else
                Add(node, domain, scope);
        }
    }

    private void Add(NodeProto node, string domain, Scope scope)
    {
        if (_written++ >= _mostNodes)
            throw OnnxFormatException.In(_file, $"grows beyond {_mostNodes} nodes when its functions are written out. Export the model without functions.");
        var flat = new FlatNode(
            UniqueName(node, scope),
            domain,
            node.OpType,
            scope.Opsets.GetValueOrDefault(domain, 1),
            node.Input.Select(scope.Read).ToList(),
            node.Output.Select(scope.Write).ToList(),
            Attributes(node, scope));
        _nodes.Add(flat);
        if (flat is { Domain: "", OpType: "Constant", Outputs: [var output] } && flat.Attributes is [{ Name: "value", Value.T: { } value }])
            _constants[output] = value;
    }

    private string UniqueName(NodeProto node, Scope scope)
    {
        var wished = scope.Prefix + (node.Name.Length > 0 ? node.Name : $"{node.OpType}_{_nodes.Count}");
        var name = wished;
        for (var i = 1; !_names.Add(name); i++)
            name = $"{wished}_{_nodes.Count}_{i}";
        return name;
    }

    /// <summary>The node's attributes with references to the function's attributes replaced; those without value are left out.</summary>
    private static List<(string Name, AttributeProto Value)> Attributes(NodeProto node, Scope scope)
    {
        var attributes = new List<(string, AttributeProto)>(node.Attribute.Count);
        foreach (var attribute in node.Attribute)
        {
            if (attribute.RefAttrName.Length == 0)
                attributes.Add((attribute.Name, attribute));
            else if (scope.Attributes.TryGetValue(attribute.RefAttrName, out var actual))
                attributes.Add((attribute.Name, actual));
        }

        return attributes;
    }

    private void Call(FunctionProto function, NodeProto node, Scope scope)
    {
        if (node.Input.Count > function.Input.Count || node.Output.Count > function.Output.Count)
            throw OnnxFormatException.In(_file, $"node '{node.Name}' passes more inputs or outputs than function '{function.Name}' has. The file is damaged.");
        var names = new Dictionary<string, string>();
        for (var i = 0; i < function.Input.Count; i++)
            names[function.Input[i]] = i < node.Input.Count ? scope.Read(node.Input[i]) : string.Empty;
        for (var i = 0; i < function.Output.Count; i++)
        {
            if (i < node.Output.Count && node.Output[i].Length > 0)
                names[function.Output[i]] = scope.Write(node.Output[i]);
        }

        var attributes = new Dictionary<string, AttributeProto>();
        foreach (var (name, value) in function.AttributeProto.Select(a => (a.Name, a)).Concat(Attributes(node, scope)))
            attributes[name] = value;
        var opsets = function.OpsetImport.Count > 0 ? Opsets(function.OpsetImport) : scope.Opsets;
        Write(function.Node, new Scope(PrefixOf(node, scope), names, attributes, opsets, null, scope.Depth + 1));
    }

    /// <summary>The branch that a constant condition selects, or <see langword="null"/> when the condition is computed.</summary>
    private GraphProto? Branch(NodeProto node, Scope scope)
    {
        if (node.Input.Count != 1 || !_constants.TryGetValue(scope.Read(node.Input[0]), out var condition))
            return null;
        var taken = IsTrue(condition);
        var name = taken == true ? "then_branch" : "else_branch";
        return taken is null ? null : node.Attribute.FirstOrDefault(a => a.Name == name)?.G;
    }

    private static bool? IsTrue(TensorProto condition) =>
        condition.HasRawData && condition.RawData.Length == 1 ? condition.RawData[0] != 0
        : condition.Int32Data.Count == 1 ? condition.Int32Data[0] != 0
        : null;

    /// <summary>An If whose condition the graph computes: both branches are kept, as lists of nodes inside the one node.</summary>
    private void AddChoice(NodeProto node, Scope scope)
    {
        var branches = new[] { "then_branch", "else_branch" }.Select(name => WriteApart(name, node, scope)).ToList();
        var inputs = node.Input.Take(1).Select(scope.Read).Concat(branches.SelectMany(b => b.Captured())).Distinct().ToList();
        var outputs = node.Output.Select(scope.Write).ToList();
        _nodes.Add(new FlatNode(UniqueName(node, scope), string.Empty, "If", scope.Opsets.GetValueOrDefault(string.Empty, 1), inputs, outputs, []) { Branches = branches });
    }

    private FlatBranch WriteApart(string attribute, NodeProto node, Scope scope)
    {
        var graph = node.Attribute.FirstOrDefault(a => a.Name == attribute)?.G
            ?? throw OnnxFormatException.In(_file, $"node '{node.Name}' (If) has no attribute '{attribute}'. The file is damaged.");
        if (graph.Output.Count != node.Output.Count)
            throw OnnxFormatException.In(_file, $"node '{node.Name}' (If) has {node.Output.Count} outputs, its branch {graph.Output.Count}. The file is damaged.");
        var outer = _nodes;
        _nodes = [];
        try
        {
            var inner = new Scope($"{PrefixOf(node, scope)}{attribute}/", [], scope.Attributes, scope.Opsets, scope, scope.Depth + 1);
            Declare(graph, inner);
            Write(graph.Node, inner);
            return new FlatBranch(_nodes, [.. graph.Output.Select(o => inner.Read(o.Name))]);
        }
        finally
        {
            _nodes = outer;
        }
    }

    private void Declare(GraphProto branch, Scope inner)
    {
        foreach (var initializer in branch.Initializer)
        {
            var name = inner.Write(initializer.Name);
            BranchInitializers[name] = initializer;
            _constants[name] = initializer;
        }

        // Known before they are read, so that a branch out of order does not take them for values of the graph around it.
        foreach (var output in branch.Node.SelectMany(n => n.Output))
            inner.Write(output);
    }

    private void Take(GraphProto branch, NodeProto node, Scope scope)
    {
        if (branch.Output.Count != node.Output.Count)
            throw OnnxFormatException.In(_file, $"node '{node.Name}' (If) has {node.Output.Count} outputs, its branch {branch.Output.Count}. The file is damaged.");
        var prefix = PrefixOf(node, scope);
        var inner = new Scope(prefix, [], scope.Attributes, scope.Opsets, scope, scope.Depth + 1);
        Declare(branch, inner);
        Write(branch.Node, inner);
        // A branch may hand out a value of the graph around it, so its outputs are bound by copying, not by renaming.
        for (var i = 0; i < branch.Output.Count; i++)
        {
            var copy = new NodeProto { OpType = "Identity" };
            copy.Input.Add(branch.Output[i].Name);
            copy.Output.Add($"/{i}");
            inner.Names[$"/{i}"] = scope.Write(node.Output[i]);
            Add(copy, string.Empty, inner);
        }
    }

    private string PrefixOf(NodeProto node, Scope scope) => $"{scope.Prefix}{(node.Name.Length > 0 ? node.Name : $"{node.OpType}_{_nodes.Count}")}/{_nodes.Count}/";
}
