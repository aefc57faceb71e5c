namespace Salience.Networks.Passes;

/// <summary>The graph of a network under rewriting, asked for segments.</summary>
internal sealed class SegmentGraph
{
    /// <summary>Nodes in the largest segment; formulas are smaller, and what is larger is not one nonlinearity.</summary>
    private const int Limit = 80;

    private readonly Dictionary<string, Node> _producers;
    private readonly ILookup<string, Node> _consumers;
    private readonly Dictionary<Node, int> _order = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _outputs;

    public SegmentGraph(NetworkRewrite rewrite)
    {
        Rewrite = rewrite;
        Nodes = [.. rewrite.Nodes];
        Dependence = new Dependence(Nodes, rewrite.Source.Inputs[0].Name);
        _producers = NetworkGraph.Producers(Nodes);
        _consumers = NetworkGraph.Consumers(Nodes);
        _outputs = [.. rewrite.Source.Outputs];
        foreach (var node in Nodes)
            _order.Add(node, _order.Count);
    }

    public NetworkRewrite Rewrite { get; }

    /// <summary>The nodes as they were when the graph was looked at.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    public Dependence Dependence { get; }

    /// <summary>
    /// Every segment that ends at <paramref name="exit"/> and is made of admitted nodes, shortest first: from its dominator,
    /// from the dominator's dominator, and so on.
    /// </summary>
    public IEnumerable<Segment> EndingAt(string exit, Func<Node, bool> admits)
    {
        for (var entry = Dependence.DominatorOf(exit); entry is not null; entry = Dependence.DominatorOf(entry))
        {
            if (!Collect(entry, exit, admits, out var nodes))
                yield break;
            // Larger ones contain these nodes: a value that leaks out of a small segment may be read inside a larger one.
            if (Close(entry, exit, nodes) is { } segment)
                yield return segment;
        }
    }

    /// <summary>The nodes on the paths from <paramref name="entry"/> to <paramref name="exit"/>, as far as elements flow.</summary>
    private bool Collect(string entry, string exit, Func<Node, bool> admits, out HashSet<Node> nodes)
    {
        nodes = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        var open = new Stack<Node>([_producers[exit]]);
        while (open.TryPop(out var node))
        {
            if (!nodes.Add(node))
                continue;
            if (nodes.Count > Limit || !admits(node) || node.Outputs.Skip(1).Any(o => o.Length > 0))
                return false;
            foreach (var value in Dependence.Read(node).Where(v => v != entry))
                open.Push(_producers[value]);
        }

        return true;
    }

    private Segment? Close(string entry, string exit, HashSet<Node> nodes)
    {
        AddSizesOfInnerValues(exit, nodes);
        var inner = nodes.SelectMany(n => n.Outputs).Where(o => o.Length > 0 && o != exit).ToHashSet();
        if (inner.Any(v => _outputs.Contains(v) || _consumers[v].Any(c => !nodes.Contains(c))))
            return null;
        var ordered = nodes.OrderBy(n => _order[n]).ToList();
        var constants = ordered.SelectMany(n => n.Inputs).Where(i => i.Length > 0 && i != entry && !inner.Contains(i)).Distinct().ToList();
        return new Segment(entry, exit, ordered, constants);
    }

    /// <summary>Nodes that compute with the shape or type of an inner value belong inside, or that value could not vanish.</summary>
    private void AddSizesOfInnerValues(string exit, HashSet<Node> nodes)
    {
        var open = new Stack<Node>(nodes);
        var inner = nodes.SelectMany(n => n.Outputs).Where(o => o != exit).ToHashSet();
        var known = new Dictionary<string, bool>();
        while (open.TryPop(out var node))
        {
            foreach (var value in node.Inputs.Where(i => i.Length > 0 && !inner.Contains(i) && !Dependence.Contains(i) && Asks(i)))
            {
                if (nodes.Add(_producers[value]))
                    open.Push(_producers[value]);
            }
        }

        bool Asks(string value)
        {
            if (inner.Contains(value))
                return true;
            if (known.TryGetValue(value, out var answer) || Dependence.Contains(value) || !_producers.TryGetValue(value, out var producer))
                return answer;
            return known[value] = producer.Inputs.Any(i => i.Length > 0 && Asks(i));
        }
    }
}
