using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Networks.Passes;

/// <summary>A working copy of a network that a pass changes and then builds; disposes its handles where the pass fails.</summary>
internal sealed class NetworkRewrite : IDisposable
{
    private readonly Dictionary<string, Tensor> _parameters;
    private readonly HashSet<string> _names;
    private bool _built;

    public NetworkRewrite(Network source)
    {
        Source = source;
        Nodes = [.. source.Nodes];
        _parameters = source.ShareParameters();
        foreach (var parameter in _parameters.Values)
            parameter.DetachFromDisposeScope();
        _names = [.. _parameters.Keys, .. source.Inputs.Select(i => i.Name), .. source.Nodes.SelectMany(n => n.Outputs)];
    }

    /// <summary>The network that is copied.</summary>
    public Network Source { get; }

    /// <summary>The nodes so far, in execution order.</summary>
    public List<Node> Nodes { get; private set; }

    /// <summary>The constants so far.</summary>
    public IReadOnlyDictionary<string, Tensor> Parameters => _parameters;

    /// <summary>Adds a constant under an unused name that begins with the one wished for.</summary>
    public string AddParameter(string name, Tensor value)
    {
        var unique = name;
        for (var i = 1; !_names.Add(unique); i++)
            unique = $"{name}_{i}";
        _parameters.Add(unique, value.DetachFromDisposeScope());
        return unique;
    }

    /// <summary>Gives a constant another value.</summary>
    public void SetParameter(string name, Tensor value)
    {
        _parameters[name].Dispose();
        _parameters[name] = value.DetachFromDisposeScope();
    }

    /// <summary>Puts constants in place of a node; they take the names of its outputs.</summary>
    public void ReplaceByParameters(Node node, IReadOnlyDictionary<string, Tensor> values)
    {
        Nodes.Remove(node);
        foreach (var (name, value) in values)
            _parameters.Add(name, value.DetachFromDisposeScope());
    }

    /// <summary>Puts one node in place of several, where the last of them stood.</summary>
    public void Replace(IReadOnlyCollection<Node> old, Node replacement)
    {
        var gone = old.ToHashSet(ReferenceEqualityComparer.Instance);
        var last = Nodes.FindLastIndex(gone.Contains);
        Nodes[last] = replacement;
        Nodes.RemoveAll(gone.Contains);
    }

    /// <summary>Lets every reader of <paramref name="name"/> read <paramref name="other"/>.</summary>
    public void RedirectReaders(string name, string other) =>
        Nodes = [.. Nodes.Select(n => n.Inputs.Contains(name) ? n with { Inputs = [.. n.Inputs.Select(i => i == name ? other : i)] } : n)];

    /// <summary>Gives the value <paramref name="name"/> another name, where it is written and where it is read.</summary>
    public void RenameValue(string name, string other)
    {
        RedirectReaders(name, other);
        Nodes = [.. Nodes.Select(n => n.Outputs.Contains(name) ? n with { Outputs = [.. n.Outputs.Select(o => o == name ? other : o)] } : n)];
    }

    /// <summary>The constant that a node reads at a position, or <see langword="null"/>.</summary>
    public Tensor? Parameter(Node node, int input) =>
        input < node.Inputs.Count ? _parameters.GetValueOrDefault(node.Inputs[input]) : null;

    /// <summary>The changed network; constants that nothing reads are disposed.</summary>
    public Network Build()
    {
        _built = true;
        return new Network(Nodes, _parameters, Source.Inputs, Source.Outputs);
    }

    /// <summary>Disposes the handles unless <see cref="Build"/> handed them on.</summary>
    public void Dispose()
    {
        if (_built)
            return;
        foreach (var parameter in _parameters.Values)
            parameter.Dispose();
    }
}
