namespace Salience.Networks;

/// <summary>Questions about the graph that a list of nodes forms.</summary>
internal static class NetworkGraph
{
    /// <summary>The nodes that the wanted values depend on, in their order.</summary>
    public static IReadOnlyList<Node> Needed(IReadOnlyList<Node> nodes, IEnumerable<string> values)
    {
        var wanted = values.ToHashSet();
        var kept = new List<Node>();
        for (var i = nodes.Count - 1; i >= 0; i--)
        {
            if (!nodes[i].Outputs.Any(o => o.Length > 0 && wanted.Contains(o)))
                continue;
            wanted.UnionWith(nodes[i].Inputs);
            kept.Add(nodes[i]);
        }

        kept.Reverse();
        return kept;
    }

    /// <summary>Checks that every value is written once and before it is read.</summary>
    public static void Validate(IReadOnlyList<Node> nodes, IEnumerable<string> parameters, IReadOnlyList<NetworkInput> inputs, IReadOnlyList<string> outputs)
    {
        var known = parameters.Concat(inputs.Select(i => i.Name)).ToHashSet();
        foreach (var node in nodes)
        {
            foreach (var input in node.Inputs.Where(i => i.Length > 0 && !known.Contains(i)))
                throw new ArgumentException($"Node {node} reads '{input}', which nothing before it writes.");
            foreach (var output in node.Outputs.Where(o => o.Length > 0 && !known.Add(o)))
                throw new ArgumentException($"Node {node} writes '{output}', which exists already.");
        }

        foreach (var output in outputs.Where(o => !known.Contains(o)))
            throw new ArgumentException($"The network has no value '{output}' to return.");
    }

    /// <summary>For every value the nodes that read it; a node that reads it twice stands twice.</summary>
    public static ILookup<string, Node> Consumers(IEnumerable<Node> nodes) =>
        nodes.SelectMany(n => n.Inputs.Where(i => i.Length > 0).Select(i => (Value: i, Node: n))).ToLookup(p => p.Value, p => p.Node);

    /// <summary>For every value the node that writes it.</summary>
    public static Dictionary<string, Node> Producers(IEnumerable<Node> nodes) =>
        nodes.SelectMany(n => n.Outputs.Where(o => o.Length > 0).Select(o => (Value: o, Node: n))).ToDictionary(p => p.Value, p => p.Node);
}
