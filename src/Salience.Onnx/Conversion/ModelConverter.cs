using System.Runtime.InteropServices;
using Salience.Networks;
using Salience.Onnx.Graph;
using Salience.Onnx.Opsets;
using Salience.Operators;

namespace Salience.Onnx.Conversion;

/// <summary>Turns the nodes of a graph into operators, one after the other, and collects everything that cannot be turned.</summary>
internal sealed class ModelConverter
{
    private readonly ConverterRegistry _registry;
    private readonly NetworkAssembly _assembly;
    private readonly OnnxGraph _graph;
    private readonly Dictionary<string, OnnxValue> _declared;
    private readonly List<UnsupportedNode> _unsupported = [];
    private readonly HashSet<string> _missing = [];

    private ModelConverter(OnnxGraph graph, ConverterRegistry registry, NetworkAssembly assembly)
    {
        _graph = graph;
        _registry = registry;
        _assembly = assembly;
        _declared = Declarations(graph);
    }

    /// <summary>Converts a graph into an assembly.</summary>
    /// <returns>Every node that is not supported; the assembly can become a network when there is none.</returns>
    public static IReadOnlyList<UnsupportedNode> Convert(OnnxGraph graph, ConverterRegistry registry, NetworkAssembly assembly)
    {
        var converter = new ModelConverter(graph, registry, assembly);
        foreach (var (name, stored) in graph.Initializers)
            assembly.AddParameter(name, graph.Tensors.Read(stored, name));
        foreach (var node in graph.Nodes)
            converter.Convert(node);
        return converter._unsupported;
    }

    private void Convert(OnnxNode node)
    {
        if (node.Branches is [var whenTrue, var whenFalse])
        {
            Choose(node, Branch(whenTrue), Branch(whenFalse));
            return;
        }

        var opset = node.Domain.Length == 0 ? Math.Min(node.Opset, OpsetHistory.Last) : node.Opset;
        if (OpsetHistory.SinceVersion(node.Domain, node.OpType, opset) is not { } version)
        {
            Refuse(node, (int)Math.Clamp(opset, 0, int.MaxValue), OpsetHistory.SinceVersions(node.Domain, node.OpType) is [var first, ..]
                ? $"exists only since opset {first}; the model imports opset {opset}"
                : "is not an operator of the ONNX standard, and the model defines no function of that name");
        }
        else if (_registry.Find(node.Domain, node.OpType, version) is not { } convert)
        {
            Refuse(node, version, Known(node) is { Count: > 0 } known
                ? $"this version is not supported (supported: {string.Join(", ", known)})"
                : "this operator is not supported");
        }
        else
        {
            Convert(node, version, convert);
        }
    }

    private void Convert(OnnxNode node, int version, Action<ConversionContext> convert)
    {
        try
        {
            convert(new ConversionContext(node, version, _assembly, _declared, _graph.Budget));
        }
        catch (UnsupportedNodeException e)
        {
            // What reads the output of a refused node may be refused for want of a constant only; that would mislead.
            if (node.Inputs.Any(_missing.Contains))
                _missing.UnionWith(node.Outputs.Where(o => o.Length > 0));
            else
                Refuse(node, version, e.Message);
            return;
        }
        catch (Exception e) when (IsNonsense(e))
        {
            throw node.Fault($"cannot be understood ({e.Message.Split('\n')[0].TrimEnd('.', '\r')}). The file is damaged, or breaks the operator's definition.");
        }

        foreach (var attribute in node.UnreadAttributes)
            Refuse(node, version, $"unknown attribute '{attribute}'");
    }

    /// <summary>What a converter throws over attributes, inputs or constants that make no sense together.</summary>
    private static bool IsNonsense(Exception e) =>
        e is ArgumentException or InvalidOperationException or IndexOutOfRangeException or ArithmeticException or InvalidCastException or KeyNotFoundException
            or ExternalException;

    private IfBranch Branch(OnnxBranch branch) =>
        new(
            _assembly.Apart(() =>
            {
                foreach (var node in branch.Nodes)
                    Convert(node);
            }),
            branch.Outputs);

    /// <summary>Both branches inside one operator that reads all they need, constants included.</summary>
    private void Choose(OnnxNode node, IfBranch whenTrue, IfBranch whenFalse)
    {
        var captured = new[] { whenTrue, whenFalse }.SelectMany(b => b.Nodes.SelectMany(n => n.Inputs).Concat(b.Outputs).Where(i => i.Length > 0).Except(b.Nodes.SelectMany(n => n.Outputs)))
            .Distinct().ToList();
        _assembly.Add(new Node(node.Name, new If(captured, whenTrue, whenFalse), [node.Input(0), .. captured], node.Outputs));
    }

    private void Refuse(OnnxNode node, int version, string reason)
    {
        _unsupported.Add(new UnsupportedNode(node.Domain, node.OpType, version, node.Name, reason));
        _missing.UnionWith(node.Outputs.Where(o => o.Length > 0));
    }

    private List<int> Known(OnnxNode node) =>
        _registry.Registered.Where(r => r.Domain == node.Domain && r.Op == node.OpType).Select(r => r.Version).Order().ToList();

    private static Dictionary<string, OnnxValue> Declarations(OnnxGraph graph)
    {
        var declared = new Dictionary<string, OnnxValue>();
        foreach (var value in graph.Inputs.Concat(graph.Outputs).Concat(graph.Intermediates))
            declared[value.Name] = value;
        return declared;
    }
}
