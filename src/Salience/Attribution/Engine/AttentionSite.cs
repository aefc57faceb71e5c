using Salience.Networks;
using Salience.Operators;

namespace Salience.Attribution.Engine;

/// <summary>One attention of a network: weights that say how much of every token's value each token takes.</summary>
/// <param name="Weights">The node that writes the weights: a softmax over keys, or the whole attention as one operator.</param>
/// <param name="Mixer">The node that multiplies them with the values; the same for the whole attention as one operator.</param>
internal sealed record AttentionSite(Node Weights, Node Mixer)
{
    /// <summary>Name of the values.</summary>
    public string Values => Mixer.Inputs[IsFused ? 2 : 1];

    /// <summary>Whether the attention is one operator, whose weights are no value of the network.</summary>
    public bool IsFused => Mixer.Operator is Attention;

    /// <summary>Whether the weights of a rank are normalised over their last axis, the keys.</summary>
    public bool IsOverKeys(int rank) => Weights.Operator is not Softmax softmax || softmax.Axis == -1 || softmax.Axis == rank - 1;

    /// <summary>The attentions over tokens of the picture, in execution order.</summary>
    /// <remarks>Found by structure: Softmax, handed on to the left side of a product of matrices whose right side depends on the picture too.</remarks>
    public static IReadOnlyList<AttentionSite> Find(Network network)
    {
        var active = new HashSet<string> { network.Inputs[0].Name };
        var weights = new Dictionary<string, Node>();
        var sites = new List<AttentionSite>();
        foreach (var node in network.Nodes.Where(n => n.Operator.Kind != OperatorKind.NonDifferentiable && n.Inputs.Any(active.Contains)))
        {
            active.UnionWith(node.Outputs.Where(o => o.Length > 0));
            if (node.Operator is Softmax)
                weights[node.Outputs[0]] = node;
            else if (node.Operator is Identity or Dropout or Cast && weights.TryGetValue(node.Inputs[0], out var handed))
                weights[node.Outputs[0]] = handed;
            else if (node.Operator is MatMul && weights.TryGetValue(node.Inputs[0], out var softmax) && active.Contains(node.Inputs[1]))
                sites.Add(new AttentionSite(softmax, node));
            else if (node.Operator is Attention && active.Contains(node.Inputs[2]))
                sites.Add(new AttentionSite(node, node));
        }

        return sites;
    }
}
