using Salience.Networks;
using Salience.Networks.Passes;
using Salience.Networks.Training;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Evaluation.Randomization;

/// <summary>A layer whose parameters can be drawn anew: kernel or matrix, its bias, and the normalisation behind it.</summary>
/// <param name="Name">Name of the node that multiplies by the weight.</param>
/// <param name="Operator">What that node computes.</param>
/// <param name="Parameters">Names of the parameters and running statistics, in the order in which they are read.</param>
/// <param name="FullyConnected">
/// Whether the layer is a matrix behind which nothing is pooled, convolved or attended any more: its terms have no place on a picture.
/// </param>
public sealed record RandomizableLayer(string Name, string Operator, IReadOnlyList<string> Parameters, bool FullyConnected)
{
    /// <summary>The layers of a network, the first executed first. A parameter that several layers read belongs to the first.</summary>
    /// <param name="network">The network.</param>
    /// <remarks>Scales, biases and running statistics that stand alone (batch normalisation) belong to the weight executed before them.</remarks>
    public static IReadOnlyList<RandomizableLayer> Of(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var roles = LearnableParameters.Find(network, network.Nodes).ToDictionary(p => p.Name, p => p.Role);
        var owners = new List<(Node Node, List<string> Parameters)>();
        var taken = new HashSet<string>();
        foreach (var node in network.Nodes)
        {
            var own = node.Inputs.Where(i => roles.ContainsKey(i) || IsStatistic(network, node, i)).Where(taken.Add).ToList();
            if (own.Count == 0)
                continue;
            if (owners.Count == 0 || own.Any(p => roles.GetValueOrDefault(p, ParameterRole.Scale) == ParameterRole.Weight))
                owners.Add((node, own));
            else
                owners[^1].Parameters.AddRange(own);
        }

        var reducing = Reducing(network);
        return [.. owners.Select(o => new RandomizableLayer(o.Node.Name, o.Node.Operator.Name, o.Parameters, o.Node.Operator is Gemm or MatMul && !reducing.Contains(o.Node.Name)))];
    }

    private static bool IsStatistic(Network network, Node node, string input) =>
        node.Operator is BatchNormalization && network.Parameters.ContainsKey(input) && node.Inputs.Skip(3).Contains(input);

    /// <summary>Nodes whose values reach an operator that mixes or leaves out places.</summary>
    private static HashSet<string> Reducing(Network network)
    {
        var active = Active(network);
        var (values, nodes) = (new HashSet<string>(), new HashSet<string>());
        foreach (var node in network.Nodes.Reverse())
        {
            if (node.Outputs.Any(values.Contains))
                nodes.Add(node.Name);
            else if (!MixesPlaces(node, active))
                continue;
            values.UnionWith(node.Inputs);
        }

        return nodes;
    }

    private static bool MixesPlaces(Node node, HashSet<string> active) => node.Operator switch
    {
        Conv or ConvTranspose or MaxPool or AveragePool or LpPool or GlobalAveragePool or GlobalMaxPool or GlobalLpPool => node.Inputs.Any(active.Contains),
        Reduction or Gather or Slice or Salience.Operators.Attention => node.Inputs.Any(active.Contains),
        MatMul or Einsum => node.Inputs.Count(active.Contains) > 1,
        _ => false,
    };

    private static HashSet<string> Active(Network network)
    {
        var active = new HashSet<string> { network.Inputs[0].Name };
        foreach (var node in network.Nodes.Where(n => n.Inputs.Any(active.Contains)))
            active.UnionWith(node.Outputs);
        return active;
    }
}
