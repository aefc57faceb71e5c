using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Networks;

/// <summary>Builds a <see cref="Network"/> node by node.</summary>
public sealed class NetworkBuilder
{
    private readonly List<Node> _nodes = [];
    private readonly List<NetworkInput> _inputs = [];
    private readonly Dictionary<string, Tensor> _parameters = [];
    private readonly HashSet<string> _names = [];

    /// <summary>Declares an input of the network.</summary>
    /// <param name="name">Name of the value.</param>
    /// <param name="type">Element type.</param>
    /// <param name="shape">Sizes, <see langword="null"/> where a dimension may vary.</param>
    /// <returns><paramref name="name"/>, to be read by nodes.</returns>
    public string AddInput(string name, ScalarType type, params IReadOnlyList<long?> shape)
    {
        _inputs.Add(new NetworkInput(name, type, shape));
        return name;
    }

    /// <summary>Adds a constant. The tensor becomes the network's own.</summary>
    /// <param name="name">Name of the value; made unique where it is taken.</param>
    /// <param name="value">The constant.</param>
    /// <returns>The name under which nodes read it.</returns>
    public string AddParameter(string name, Tensor value)
    {
        var unique = Unique(name);
        _parameters.Add(unique, value.DetachFromDisposeScope());
        return unique;
    }

    /// <summary>Adds a node with one output, named like the node.</summary>
    /// <param name="name">Name of the node; made unique where it is taken.</param>
    /// <param name="operation">What it computes.</param>
    /// <param name="inputs">Names of the values it reads.</param>
    /// <returns>The name of its output.</returns>
    public string Add(string name, Operator operation, params IReadOnlyList<string> inputs)
    {
        var unique = Unique(name);
        Add(unique, operation, inputs, [unique]);
        return unique;
    }

    /// <summary>Adds a node with the outputs named.</summary>
    /// <param name="name">Name of the node, for the record.</param>
    /// <param name="operation">What it computes.</param>
    /// <param name="inputs">Names of the values it reads, empty for an absent optional one.</param>
    /// <param name="outputs">Names of the values it writes, empty for one nobody wants.</param>
    public void Add(string name, Operator operation, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs) =>
        _nodes.Add(new Node(name, operation, inputs, outputs));

    /// <summary>The constant of that name, or <see langword="null"/>.</summary>
    /// <param name="name">Name of a value.</param>
    public Tensor? FindParameter(string name) => _parameters.GetValueOrDefault(name);

    /// <summary>Makes the network. The builder must not be used afterwards.</summary>
    /// <param name="outputs">Names of the values to return, the explained one first.</param>
    public Network Build(params IReadOnlyList<string> outputs) => new(_nodes, _parameters, _inputs, outputs);

    /// <summary>A name nothing else has, beginning with the one wished for.</summary>
    private string Unique(string name)
    {
        var unique = name;
        for (var i = 1; !_names.Add(unique); i++)
            unique = $"{name}_{i}";
        return unique;
    }
}
