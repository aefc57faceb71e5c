using Salience.Operators;

namespace Salience.Networks.Passes;

/// <summary>Finds the pairs (convolution or linear layer, batch normalisation) that are one affine map, <c>scale·(W∗x + b) + shift</c>.</summary>
/// <remarks>
/// A pair counts when all its constants are parameters, nothing else reads the first output and it is no output of the network.
/// Its one bias, at the output of the normalisation, is <c>scale·b + shift</c>; the first node's own term is then left out.
/// </remarks>
internal static class AffineBlocks
{
    /// <summary>For the name of each batch normalisation in a pair, the node it follows.</summary>
    public static IReadOnlyDictionary<string, Node> Find(Network network)
    {
        var producers = NetworkGraph.Producers(network.Nodes);
        var consumers = NetworkGraph.Consumers(network.Nodes);
        var blocks = new Dictionary<string, Node>();
        foreach (var node in network.Nodes)
        {
            if (node.Operator is not BatchNormalization || node.Outputs.Skip(1).Any(o => o.Length > 0) || !ReadsConstants(network, node))
                continue;
            var value = node.Inputs[0];
            if (producers.TryGetValue(value, out var first) && OutputChannels.Has(first.Operator) && ReadsConstants(network, first)
                && consumers[value].Count() == 1 && !network.Outputs.Contains(value)
                && ChannelsAreAxisOne(network, first) && BiasIsPerChannel(network, first, node))
                blocks.Add(node.Name, first);
        }

        return blocks;
    }

    private static bool ReadsConstants(Network network, Node node) =>
        !network.Parameters.ContainsKey(node.Inputs[0]) && node.Inputs.Skip(1).All(i => i.Length == 0 || network.Parameters.ContainsKey(i));

    /// <summary>A product of more than two axes puts its channels last, where batch normalisation does not look.</summary>
    private static bool ChannelsAreAxisOne(Network network, Node node) =>
        node.Operator is not MatMul || network.Parameters[node.Inputs[1]].dim() == 2 && new MatrixValues(network).Contains(node.Inputs[0]);

    /// <summary>Gemm may add a matrix; only one value for all channels or one for each makes a bias of the block.</summary>
    private static bool BiasIsPerChannel(Network network, Node first, Node normalization)
    {
        if (first.Inputs.Count < 3 || first.Inputs[2].Length == 0)
            return true;
        var bias = network.Parameters[first.Inputs[2]];
        return bias.numel() == 1 || bias.shape[^1] == bias.numel() && bias.numel() == network.Parameters[normalization.Inputs[1]].numel();
    }
}
