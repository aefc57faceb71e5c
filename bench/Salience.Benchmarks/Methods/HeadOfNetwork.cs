using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Benchmarks.Methods;

/// <summary>What a network computes from one layer on, as a network of its own.</summary>
internal static class HeadOfNetwork
{
    /// <summary>The nodes that depend on a value.</summary>
    /// <param name="network">The whole network.</param>
    /// <param name="value">The output of the layer, the head's only input.</param>
    /// <param name="rank">Number of its dimensions.</param>
    /// <exception cref="ArgumentException">The layer is bypassed: its value does not decide the output alone.</exception>
    public static Network From(Network network, string value, int rank)
    {
        var known = new HashSet<string> { value };
        var nodes = new List<Node>();
        foreach (var node in network.Nodes.Where(n => n.Inputs.Any(known.Contains)))
        {
            if (node.Inputs.FirstOrDefault(i => i.Length > 0 && !known.Contains(i) && !network.Parameters.ContainsKey(i)) is { } other)
                throw new ArgumentException($"The network cannot be cut at {value}: {node.Name} also reads {other}.", nameof(value));
            nodes.Add(node);
            known.UnionWith(node.Outputs);
        }

        var read = nodes.SelectMany(n => n.Inputs).ToHashSet();
        var parameters = network.Parameters.Where(p => read.Contains(p.Key)).ToDictionary(p => p.Key, p => p.Value.alias().DetachFromDisposeScope());
        return new Network(nodes, parameters, [new NetworkInput(value, network.ComputeType, Enumerable.Repeat<long?>(null, rank).ToList())], [network.Outputs[0]]);
    }
}
