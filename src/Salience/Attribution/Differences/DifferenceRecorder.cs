using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Attribution.Differences;

/// <summary>Gives the nodes of a recorded run their rules: a value's derivative becomes its multiplier.</summary>
internal sealed class DifferenceRecorder(DifferencePlan plan, ReferenceValues references, DifferenceSession session) : IExecutionObserver
{
    /// <inheritdoc/>
    public void OnExecuted(Node node, IReadOnlyList<Tensor?> inputs, Tensor[] outputs)
    {
        if (!plan.Needs(node))
            return;
        using var reference = references.Take(node);
        if (plan.SpreadOf(node) is { } spread && outputs[0].requires_grad)
            KeepSpread(spread, new DifferenceCall(node, inputs, outputs[0], 0, reference, session));
        if (plan.RuleOf(node) is { } rule)
        {
            for (var i = 0; i < outputs.Length && i < node.Outputs.Count; i++)
            {
                if (outputs[i].requires_grad && node.Outputs[i].Length > 0)
                    Replace(rule, new DifferenceCall(node, inputs, outputs[i], i, reference, session), outputs);
            }
        }

        DropSpreads(node);
    }

    private void KeepSpread(SpreadRule rule, DifferenceCall call)
    {
        using var scope = NewDisposeScope();
        session.KeepSpread(call.Node.Outputs[0], rule.Trace(call).MoveToOuterDisposeScope());
    }

    private void Replace(DifferenceRule rule, DifferenceCall call, Tensor[] outputs)
    {
        using var scope = NewDisposeScope();
        var plain = outputs[call.Index];
        outputs[call.Index] = Substitute.Apply(rule.Trace(call), plain, session).MoveToOuterDisposeScope();
        plain.Dispose();
    }

    /// <summary>Frees the spreads whose last reader this node was.</summary>
    private void DropSpreads(Node node)
    {
        if (plan.RuleOf(node) is not { ReadsSpread: true } && plan.SpreadOf(node) is not { ReadsSpread: true })
            return;
        foreach (var read in node.Inputs.Distinct())
            session.SpreadRead(read, plan.SpreadReaders(read));
    }
}
