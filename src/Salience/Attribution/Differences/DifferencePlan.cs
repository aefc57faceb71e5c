using Salience.Networks;
using Salience.Networks.Passes;
using Salience.Operators;

namespace Salience.Attribution.Differences;

/// <summary>Which rule each node of a network has; nodes without one are linear in what depends on the images.</summary>
internal sealed class DifferencePlan
{
    private readonly Dictionary<string, DifferenceRule> _rules = [];
    private readonly Dictionary<string, SpreadRule> _spreads = [];
    private readonly Dictionary<string, int> _spreadReaders = [];
    private readonly HashSet<string> _ruled = [];

    /// <summary>Looks at a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="rule">The rule of nonlinearities.</param>
    /// <param name="operators">Whose conventions.</param>
    public DifferencePlan(Network network, DeepLiftRule rule, DeepLiftOperators operators)
    {
        var nodes = NetworkGraph.Needed(network.Nodes, [network.Outputs[0]]);
        var dependence = new Dependence(nodes, network.Inputs[0].Name);
        var choice = new DifferenceRules(operators);
        var origins = new SpreadOrigins(nodes, dependence, denseOnly: rule == DeepLiftRule.RevealCancelDense);
        foreach (var node in nodes)
        {
            bool[] active = [.. node.Inputs.Select(dependence.IsActive)];
            if (!active.Contains(true) || node.Operator.Kind == OperatorKind.NonDifferentiable)
                continue;
            Refusal ??= DifferenceRules.WhyNot(node, nodes, dependence);
            if (choice.Of(node, active) is not { } own || (operators == DeepLiftOperators.Captum && IsMuted(node, active)))
                continue;
            _rules[node.Name] = own;
            _ruled.Add(node.Outputs[0]);
            if (own is ElementwiseDifference && rule != DeepLiftRule.Rescale && origins.Find(node.Inputs[Array.IndexOf(active, true)]) is { } chain)
                Reveal(node, node.Inputs[Array.IndexOf(active, true)], chain);
        }
    }

    /// <summary>Why the network cannot be explained, or <see langword="null"/>.</summary>
    public string? Refusal { get; }

    /// <summary>Whether the values of a node at the references are needed.</summary>
    public bool Needs(Node node) => _rules.ContainsKey(node.Name) || _spreads.ContainsKey(node.Name);

    /// <summary>The rule of a node, or <see langword="null"/> where autograd's derivative is the multiplier.</summary>
    public DifferenceRule? RuleOf(Node node) => _rules.GetValueOrDefault(node.Name);

    /// <summary>How the spread of a node's output is found, or <see langword="null"/> where nobody needs it.</summary>
    public SpreadRule? SpreadOf(Node node) => _spreads.GetValueOrDefault(node.Name);

    /// <summary>How many nodes read the spread of a value.</summary>
    public int SpreadReaders(string value) => _spreadReaders.GetValueOrDefault(value);

    /// <summary>
    /// Whether captum passes the derivative of a node on although it knows it: the node reads another one's output as it is. Captum's first
    /// hook on that value takes the gradient before the second one has put the multiplier in its place (pytorch/captum, issue 1104).
    /// </summary>
    private bool IsMuted(Node node, bool[] active) => _ruled.Contains(node.Inputs[Array.IndexOf(active, true)]);

    private void Reveal(Node node, string read, IReadOnlyList<(Node Node, SpreadRule Rule)> chain)
    {
        _rules[node.Name] = new RevealCancelDifference();
        _spreadReaders[read] = SpreadReaders(read) + 1;
        foreach (var (part, spreadRule) in chain)
        {
            if (!_spreads.TryAdd(part.Name, spreadRule))
                continue;
            if (spreadRule.ReadsSpread)
                _spreadReaders[part.Inputs[0]] = SpreadReaders(part.Inputs[0]) + 1;
        }
    }
}
