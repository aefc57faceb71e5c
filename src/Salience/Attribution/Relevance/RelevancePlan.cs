using Salience.Networks;
using Salience.Networks.Passes;
using Salience.Operators;

namespace Salience.Attribution.Relevance;

/// <summary>How relevance passes every node of a network that it reaches.</summary>
internal sealed class RelevancePlan
{
    private readonly Dictionary<string, NodeFlow> _flows = [];
    private readonly Dependence _dependence;
    private readonly HashSet<string> _gates = [];
    private readonly HashSet<string> _raw;

    /// <summary>Plans from the output to the input.</summary>
    public RelevancePlan(Network network, LrpSettings settings)
    {
        _dependence = new Dependence(network.Nodes, network.Inputs[0].Name);
        _raw = [network.Inputs[0].Name];
        foreach (var node in network.Nodes)
            Note(node);
        var reached = new HashSet<string> { network.Outputs[0] };
        foreach (var node in network.Nodes.Reverse().Where(n => n.Outputs.Any(reached.Contains)))
        {
            var active = Active(node);
            if (node.Operator.Kind == OperatorKind.NonDifferentiable || !active.Contains(true))
                continue;
            if (OperatorFlow.Of(node, active, _gates.Contains, settings) is not { } flow)
            {
                Refuses = $"LRP has no rule for the node {node} with {active.Count(a => a)} of its inputs depending on the input; others=gradient passes it like a gradient.";
                return;
            }

            _flows.Add(node.Name, flow with { IsFirst = node.Inputs.Where((_, i) => active[i]).All(_raw.Contains) });
            reached.UnionWith(node.Inputs.Where((_, i) => flow.Receivers[i]));
        }
    }

    /// <summary>Why relevance cannot reach the input, or <see langword="null"/> where it can.</summary>
    public string? Refuses { get; }

    /// <summary>The flow of a node; <see langword="null"/> where no relevance comes by.</summary>
    public NodeFlow? Of(Node node) => _flows.GetValueOrDefault(node.Name);

    private bool[] Active(Node node) => [.. node.Inputs.Select(i => i.Length > 0 && _dependence.IsActive(i))];

    /// <summary>Notes whether a node's outputs are gates, and whether they come before the first layer.</summary>
    private void Note(Node node)
    {
        var active = Active(node);
        var data = node.Inputs.Where((_, i) => active[i]).ToList();
        if (data.Count == 0)
            return;
        // A gate stays one when it is moved or multiplied by a constant.
        var keeps = data.All(_gates.Contains) && (node.Operator.Kind == OperatorKind.Structural || (node.Operator is Mul or Div && data.Count == 1));
        if (OperatorFlow.MakesGate(node.Operator) || keeps)
            _gates.UnionWith(node.Outputs);
        if (node.Operator is not (Conv or ConvTranspose or Gemm or MatMul) && data.All(_raw.Contains))
            _raw.UnionWith(node.Outputs);
    }
}
