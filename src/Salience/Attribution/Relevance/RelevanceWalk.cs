using Salience.Attribution.Engine;
using Salience.Networks;
using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Attribution.Relevance;

/// <summary>Carries relevance back through a network by its plan.</summary>
/// <param name="plan">How it passes each node.</param>
/// <param name="rules">The rules of layers.</param>
/// <param name="parts">Parts of the layers' weights.</param>
/// <param name="biases">What becomes of biases.</param>
internal sealed class RelevanceWalk(RelevancePlan plan, CompositeRules rules, WeightParts parts, LrpBiases biases) : IWalkRule
{
    /// <summary>Told each bias's share, shaped like the node's output, where biases are inputs.</summary>
    public Action<Node, Tensor>? BiasFound { get; set; }

    /// <inheritdoc/>
    public WalkNeeds Needs(Node node, IReadOnlyList<bool> active) => plan.Of(node)?.Kind switch
    {
        null => WalkNeeds.Nothing,
        FlowKind.Elementwise => WalkNeeds.Shapes,
        FlowKind.Move when node.Operator.Kind == OperatorKind.Structural => WalkNeeds.Shapes,
        _ => WalkNeeds.Inputs,
    };

    /// <inheritdoc/>
    public IReadOnlyList<Tensor?> Apply(Node node, OperatorCall call, IReadOnlyList<Tensor?> arriving)
    {
        var flow = plan.Of(node)!;
        return flow.Kind switch
        {
            FlowKind.Convolution => Layer(node, call, arriving[0]!, flow.IsFirst ? rules.FirstConvolution : rules.Convolution),
            FlowKind.Dense => Layer(node, call, arriving[0]!, flow.IsFirst ? rules.FirstDense : rules.Dense),
            FlowKind.Elementwise => [.. call.Inputs.Select((x, i) => flow.Receivers[i] ? SumTo(arriving[0], x!) : null)],
            FlowKind.Move => Move(node, call, arriving),
            _ => Proportional(node, call, arriving, flow),
        };
    }

    private Tensor?[] Layer(Node node, OperatorCall call, Tensor relevance, LayerRule rule)
    {
        var passed = rule.Divide(new LayerCall(node, call, parts, biases), relevance);
        Report(node, passed.Bias);
        return [.. call.Inputs.Select((_, i) => call.IsActive(i) ? passed.Input : null)];
    }

    private Tensor?[] Move(Node node, OperatorCall call, IReadOnlyList<Tensor?> arriving)
    {
        if (biases == LrpBiases.Inputs && node.Operator is JointlyLinearOperator && node.Operator.BiasOf(call.Active) != BiasKind.None)
        {
            // 1 where a constant was put.
            var places = call.Inputs.Select((x, i) => call.Active[i] ? zeros_like(x!) : x!.is_floating_point() ? ones_like(x!) : x).ToArray();
            Report(node, arriving[0]! * node.Operator.Forward(places)[0]);
        }

        return LocalPass.Run(node.Operator, call.Inputs, call.Active).Pull(arriving);
    }

    private Tensor?[] Proportional(Node node, OperatorCall call, IReadOnlyList<Tensor?> arriving, NodeFlow flow)
    {
        var operation = DetachedStatistics.Has(node.Operator) ? new DetachedStatistics(node.Operator) : node.Operator;
        var pass = LocalPass.Run(operation, call.Inputs, flow.Receivers);
        var constants = flow.Kind == FlowKind.Proportional && biases != LrpBiases.Absorbed && operation.BiasOf(flow.Receivers).HasFlag(BiasKind.Explicit)
            ? operation.Bias(call with { Active = flow.Receivers, Outputs = pass.Outputs })[0] : null;
        var parties = flow.Kind == FlowKind.Product ? flow.Receivers.Count(r => r) : 1;
        var g = arriving.Select((r, o) => r is null ? null : Stabilizer.Divide(r, Denominator(pass.Outputs[o]), rules.Epsilon)).ToArray();
        if (constants is not null && biases == LrpBiases.Inputs && g[0] is { } first)
            Report(node, first * constants.masked_fill(constants.isinf(), 0));
        var pulled = pass.Pull(g);
        return [.. call.Inputs.Select((x, i) => pulled[i] is { } p ? parties == 1 ? x! * p : x! * p / parties : null)];

        Tensor Denominator(Tensor y) => biases == LrpBiases.Ignored && constants is not null ? y - constants : y;
    }

    private void Report(Node node, Tensor? share)
    {
        if (share is not null)
            BiasFound?.Invoke(node, share);
    }

    /// <summary>What an element was broadcast to comes back to it.</summary>
    private static Tensor? SumTo(Tensor? relevance, Tensor x)
    {
        if (relevance is null || relevance.shape.AsSpan().SequenceEqual(x.shape))
            return relevance;
        var extra = relevance.dim() - x.dim();
        var axes = Enumerable.Range(0, (int)relevance.dim()).Where(d => d < extra || (x.shape[d - extra] == 1 && relevance.shape[d] != 1)).Select(d => (long)d).ToArray();
        return relevance.sum(axes, keepdim: true).reshape(x.shape);
    }
}
