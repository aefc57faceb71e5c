using Salience.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>One of two lists of operators, by a condition that is known only when the network runs. The other one is not run.</summary>
/// <remarks>
/// Inputs: the condition, then the values of the graph around it that the branches read, <paramref name="captured"/>. The condition is a
/// constant of the explanation; the bias is that of the branch taken, as one term.
/// </remarks>
internal sealed class If(IReadOnlyList<string> captured, IfBranch whenTrue, IfBranch whenFalse) : Operator
{
    public IReadOnlyList<string> Captured => captured;

    public IfBranch WhenTrue => whenTrue;

    public IfBranch WhenFalse => whenFalse;

    public override OperatorKind Kind =>
        Branches.SelectMany(b => b.Nodes).All(n => n.Operator.Kind is OperatorKind.Structural or OperatorKind.NonDifferentiable)
            ? OperatorKind.Structural : OperatorKind.Nonlinear;

    private IfBranch[] Branches => [whenTrue, whenFalse];

    public override Tensor[] Forward(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var branch = inputs[0]!.ToBoolean() ? whenTrue : whenFalse;
        var values = captured.Zip(inputs.Skip(1), (name, value) => (name, value)).ToDictionary(p => p.name, p => p.value!);
        InnerNodes.Run(branch.Nodes, values);
        return [.. branch.Outputs.Select(name => values[name].alias().MoveToOuterDisposeScope())];
    }

    public override BiasKind BiasOf(IReadOnlyList<bool> active) =>
        Branches.Any(b => HasBias(b, active)) ? BiasKind.Implicit : BiasKind.None;

    public override Operator WithComputeType(ScalarType type) => new If(captured, whenTrue.WithComputeType(type), whenFalse.WithComputeType(type));

    private bool HasBias(IfBranch branch, IReadOnlyList<bool> active)
    {
        var dependent = captured.Where((_, i) => active[i + 1]).ToHashSet();
        foreach (var node in branch.Nodes)
        {
            var flags = node.Inputs.Select(dependent.Contains).ToArray();
            if (!flags.Contains(true))
                continue;
            if (node.Operator.BiasOf(flags) != BiasKind.None)
                return true;
            if (node.Operator.Kind != OperatorKind.NonDifferentiable)
                dependent.UnionWith(node.Outputs);
        }

        // A branch that hands out a constant in place of something computed has that constant as its bias.
        return branch.Outputs.Any(o => !dependent.Contains(o)) && dependent.Count > 0;
    }
}

/// <summary>What one branch of <see cref="If"/> computes.</summary>
/// <param name="Nodes">Operators in execution order.</param>
/// <param name="Outputs">Names of the values handed out.</param>
internal sealed record IfBranch(IReadOnlyList<Node> Nodes, IReadOnlyList<string> Outputs)
{
    /// <summary>The branch computing in another floating type.</summary>
    public IfBranch WithComputeType(ScalarType type) => this with { Nodes = InnerNodes.WithComputeType(Nodes, type) };
}
