using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Onnx.Conversion;

/// <summary>The network while it is being put together. Disposes its parameters unless they were handed over to a network.</summary>
/// <param name="valueNames">Names of every value of the model, which constants made on the way must not take.</param>
internal sealed class NetworkAssembly(IEnumerable<string> valueNames) : IDisposable
{
    private readonly List<Node> _nodes = [];
    private readonly Dictionary<string, Tensor> _parameters = [];
    private readonly HashSet<string> _valueNames = valueNames.ToHashSet();
    private readonly HashSet<string> _nodeNames = [];

    /// <summary>Nodes so far.</summary>
    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>Constants so far.</summary>
    public IReadOnlyDictionary<string, Tensor> Parameters => _parameters;

    /// <summary>Binds a name of the model to a constant, which becomes the assembly's own.</summary>
    public void AddParameter(string name, Tensor value) => _parameters.Add(name, value.DetachFromDisposeScope());

    /// <summary>Adds a node; its name is changed where it is taken.</summary>
    /// <returns>The node as added.</returns>
    public Node Add(Node node)
    {
        var name = node.Name;
        for (var i = 1; !_nodeNames.Add(name); i++)
            name = $"{node.Name}_{i}";
        var added = node with { Name = name };
        _nodes.Add(added);
        return added;
    }

    /// <summary>Runs <paramref name="add"/> and takes the nodes it added out again: they become part of another node.</summary>
    public IReadOnlyList<Node> Apart(Action add)
    {
        var before = _nodes.Count;
        add();
        var added = _nodes.GetRange(before, _nodes.Count - before);
        _nodes.RemoveRange(before, added.Count);
        return added;
    }

    /// <summary>A value name that nothing else has, beginning with the one wished for.</summary>
    public string NewValue(string wished)
    {
        var name = wished;
        for (var i = 1; !_valueNames.Add(name); i++)
            name = $"{wished}_{i}";
        return name;
    }

    /// <summary>Makes the network, which takes over the parameters.</summary>
    public Network Build(IReadOnlyList<NetworkInput> inputs, IReadOnlyList<string> outputs)
    {
        var network = new Network(_nodes, _parameters, inputs, outputs);
        _parameters.Clear();
        return network;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var parameter in _parameters.Values)
            parameter.Dispose();
        _parameters.Clear();
    }
}
