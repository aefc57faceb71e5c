using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Networks.Passes;

/// <summary>Puts one node in place of a segment.</summary>
internal static class SegmentReplacement
{
    /// <summary>Replaces a segment by what it was found to compute.</summary>
    public static void ByIdentified(NetworkRewrite rewrite, Segment segment, Identification found)
    {
        if (found.Operator is null)
        {
            ByRegion(rewrite, segment, found.Name, found.Bias);
            return;
        }

        var type = rewrite.Source.ComputeType;
        List<string> inputs = [segment.Entry];
        foreach (var (name, value) in found.Constants)
        {
            using var wide = value;
            inputs.Add(rewrite.AddParameter($"{segment.Last.Name}_{name}", value.is_floating_point() ? value.to_type(type) : value.alias()));
        }

        rewrite.Replace(segment.Nodes, new Node(segment.Last.Name, found.Operator, inputs, [segment.Exit]));
    }

    /// <summary>Keeps the nodes of a segment inside one operator.</summary>
    public static void ByRegion(NetworkRewrite rewrite, Segment segment, string? name, BiasKind bias) =>
        rewrite.Replace(segment.Nodes, new Node(segment.Last.Name, new FusedRegion(segment, name, bias), [segment.Entry, .. segment.Constants], [segment.Exit]));
}
