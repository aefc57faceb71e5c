namespace Salience.Networks.Passes;

/// <summary>Goes through the segments of a network, longest first, and replaces those that are recognised, until none is.</summary>
internal sealed class SegmentSearch(NetworkRewrite rewrite)
{
    private readonly HashSet<string> _unknown = [];

    /// <summary>Searches.</summary>
    /// <param name="admits">Which nodes a segment may hold.</param>
    /// <param name="wanted">Which segments are worth a look.</param>
    /// <param name="replace">Tries to replace a segment; false where it is not recognised.</param>
    /// <param name="longestFirst">The order; shortest first otherwise.</param>
    public void Run(
        Func<SegmentGraph, Node, bool> admits, Func<SegmentGraph, Segment, bool> wanted, Func<SegmentGraph, Segment, bool> replace, bool longestFirst = true)
    {
        var found = true;
        while (found)
        {
            found = false;
            var graph = new SegmentGraph(rewrite);
            var segments = graph.Nodes.Where(n => n.Outputs.Count > 0 && graph.Dependence.Contains(n.Outputs[0]))
                .SelectMany(n => graph.EndingAt(n.Outputs[0], node => admits(graph, node))).Where(s => wanted(graph, s)).ToList();
            var gone = new HashSet<Node>(ReferenceEqualityComparer.Instance);
            foreach (var segment in segments.OrderBy(s => longestFirst ? -s.Nodes.Count : s.Nodes.Count))
            {
                if (segment.Nodes.Any(gone.Contains) || _unknown.Contains(Key(segment)))
                    continue;
                if (!replace(graph, segment))
                {
                    _unknown.Add(Key(segment));
                    continue;
                }

                gone.UnionWith(segment.Nodes);
                found = true;
            }
        }
    }

    private static string Key(Segment segment) => $"{segment.Entry}>{string.Join('>', segment.Nodes.Select(n => n.Name))}";
}
