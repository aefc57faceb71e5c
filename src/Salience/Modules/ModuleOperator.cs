using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Modules;

/// <summary>A module as an operator: its own <c>forward</c>, and the bias <c>y − d/dt g(t·x)</c> at t = 1.</summary>
internal sealed class ModuleOperator(nn.Module module, BiasKind kind) : SingleOutputOperator
{
    public override string Name => module.GetType().Name;

    public override OperatorKind Kind => OperatorKind.Nonlinear;

    public override BiasKind BiasOf(IReadOnlyList<bool> active) => kind;

    // Hooks run in call, not in forward. The module gets copies: it may write into what it is given.
    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => module switch
    {
        nn.Module<Tensor, Tensor> unary => unary.forward(inputs[0]!.clone()),
        nn.Module<Tensor, Tensor, Tensor> binary => binary.forward(inputs[0]!.clone(), inputs[1]!.clone()),
        _ => throw new InvalidOperationException($"A module of type {module.GetType().Name} is no function of one or two tensors."),
    };
}
