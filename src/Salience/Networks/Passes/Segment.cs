namespace Salience.Networks.Passes;

/// <summary>A part of the graph that one value enters and one value leaves: a function of one variable.</summary>
/// <param name="Entry">The value that enters.</param>
/// <param name="Exit">The value that leaves; the others inside are read inside only.</param>
/// <param name="Nodes">Its nodes in execution order; the last one writes <paramref name="Exit"/>.</param>
/// <param name="Constants">What it reads beside <paramref name="Entry"/>: parameters and values that do not depend on the input.</param>
internal sealed record Segment(string Entry, string Exit, IReadOnlyList<Node> Nodes, IReadOnlyList<string> Constants)
{
    /// <summary>The node that writes <see cref="Exit"/>; what replaces the segment takes its name.</summary>
    public Node Last => Nodes[^1];

    /// <summary>Whether one of the nodes has an operator of that name.</summary>
    public bool Uses(params ReadOnlySpan<string> names)
    {
        foreach (var node in Nodes)
        {
            if (names.Contains(node.Operator.Name))
                return true;
        }

        return false;
    }
}
