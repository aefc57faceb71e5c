using Salience.Networks;
using Salience.Networks.Passes;

namespace Salience.Attribution.Relevance;

/// <summary>Writes formulas that were made one operator, and for which ONNX has no name, as the operators they were made of.</summary>
/// <remarks>A decomposition wants them as one, whose parts would be large and cancel; relevance is divided part by part.</remarks>
internal static class RegionExpansion
{
    /// <summary>The network without regions; disposed by the caller like its source.</summary>
    public static Network Apply(Network network) =>
        new(network.Nodes.SelectMany(n => n.Operator is FusedRegion region ? Inner(n, region.Segment) : [n]), network.ShareParameters(), network.Inputs, network.Outputs);

    /// <summary>The inner nodes; values that stay inside get the region's name before theirs.</summary>
    private static IEnumerable<Node> Inner(Node node, Segment segment)
    {
        var names = new Dictionary<string, string> { [string.Empty] = string.Empty, [segment.Entry] = node.Inputs[0], [segment.Exit] = node.Outputs[0] };
        for (var i = 0; i < segment.Constants.Count; i++)
            names[segment.Constants[i]] = node.Inputs[i + 1];
        string Name(string value) => names.TryGetValue(value, out var outside) ? outside : $"{node.Name}/{value}";
        return segment.Nodes.Select(n => new Node(
            $"{node.Name}/{n.Name}", n.Operator, [.. n.Inputs.Select(Name)], [.. n.Outputs.Select(Name)]));
    }
}
