using Salience.Networks;
using Salience.Operators;

namespace Salience.Attribution.Relevance;

/// <summary>How relevance passes each kind of operator; docs/lrp.md has the table.</summary>
internal static class OperatorFlow
{
    /// <summary>The flow of a node, or <see langword="null"/> where relevance cannot pass it.</summary>
    /// <param name="node">The node.</param>
    /// <param name="active">For each input whether it depends on the explained input.</param>
    /// <param name="isGate">Whether a value scales others rather than carrying a signal of its own.</param>
    /// <param name="settings">Options.</param>
    public static NodeFlow? Of(Node node, bool[] active, Func<string, bool> isGate, LrpSettings settings)
    {
        var flow = node.Operator switch
        {
            Conv or ConvTranspose => active.Skip(1).Contains(true) ? null : new NodeFlow(FlowKind.Convolution, active),
            Gemm or MatMul when active.Count(a => a) == 1 && (active[0] || active[1]) => new NodeFlow(FlowKind.Dense, active),
            AveragePool or GlobalAveragePool => new NodeFlow(FlowKind.Proportional, active),
            _ when IsElementwise(node.Operator, active) => active[0] ? new NodeFlow(FlowKind.Elementwise, Only(0, active)) : null,
            Max or Min or PRelu when active.Count(a => a) == 1 => active[0] || node.Operator is not PRelu ? new NodeFlow(FlowKind.Elementwise, active) : null,
            _ when Selects(node.Operator) => new NodeFlow(FlowKind.Move, active),
            Add or Sub or Sum or Mean when active.Count(a => a) > 1 => new NodeFlow(settings.Sums == LrpFlow.Gradient ? FlowKind.Move : FlowKind.Proportional, active),
            _ => null,
        };
        if (flow is not null && flow.Kind != FlowKind.Elementwise || IsActivation(node.Operator))
            return flow;
        return settings.Others == LrpFlow.Gradient ? new NodeFlow(FlowKind.Move, active) : flow ?? Conserving(node, active, isGate);
    }

    /// <summary>Whether the operator makes weights for a product: between 0 and 1, or a distribution.</summary>
    public static bool MakesGate(Operator operation) => operation is Sigmoid or HardSigmoid or Softmax;

    private static NodeFlow? Conserving(Node node, bool[] active, Func<string, bool> isGate) => node.Operator switch
    {
        Mul or MatMul or Einsum when active.Count(a => a) > 1 => Product(node, active, isGate),
        _ when DetachedStatistics.Has(node.Operator) => active[0] ? new NodeFlow(FlowKind.Proportional, Only(0, active)) : null,
        Attention => active[2] ? new NodeFlow(FlowKind.Proportional, Only(2, active)) : null,
        Div when active[1] => active[0] ? new NodeFlow(FlowKind.Proportional, Only(0, active)) : new NodeFlow(FlowKind.Elementwise, active),
        // What has no implicit bias is linear in its active inputs together, or homogeneous.
        _ => node.Operator.BiasOf(active).HasFlag(BiasKind.Implicit) ? null : new NodeFlow(FlowKind.Proportional, active),
    };

    /// <summary>The signal takes all where the other factor is a gate; factors of the same rank share alike.</summary>
    private static NodeFlow Product(Node node, bool[] active, Func<string, bool> isGate)
    {
        var signals = active.Select((a, i) => a && !isGate(node.Inputs[i])).ToArray();
        return signals.Count(s => s) == 1 ? new NodeFlow(FlowKind.Proportional, signals) : new NodeFlow(FlowKind.Product, active);
    }

    private static bool[] Only(int index, bool[] active) => [.. active.Select((_, i) => i == index)];

    /// <summary>Functions of single elements, which zennit passes too.</summary>
    private static bool IsActivation(Operator operation) =>
        operation is ElementwiseFunction or Relu or LeakyRelu or PRelu or ThresholdedRelu or Clip;

    /// <summary>Whether each output element belongs to one input element, whatever scales it.</summary>
    private static bool IsElementwise(Operator operation, bool[] active) =>
        (IsActivation(operation) && operation is not PRelu) || operation is Abs or VectorFunction || (operation is Pow && !active[1])
        || operation is RMSNormalization or LpNormalization or LRN;

    private static bool Selects(Operator operation) =>
        operation.Kind == OperatorKind.Structural
        || operation is MaxPool or GlobalMaxPool or ReduceMax or ReduceMin or Max or Min or TopK or MaxUnpool or Pad or CenterCropPad;
}
