using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>A sum of products over named axes. Multilinear: with k active operands the bias is <c>(1 − k)·y</c>.</summary>
/// <param name="equation">The operands' axes and, after an arrow, the output's.</param>
internal sealed class Einsum(string equation) : SingleOutputOperator
{
    private readonly string _equation = equation.Replace(" ", string.Empty, StringComparison.Ordinal);

    public string Equation => _equation;

    public override OperatorKind Kind => OperatorKind.Nonlinear;

    public override BiasKind BiasOf(IReadOnlyList<bool> active) => active.Count(a => a) > 1 ? BiasKind.Implicit : BiasKind.None;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => einsum(_equation, [.. inputs.Select(x => x!)]);

    protected override Tensor? ComputeBias(OperatorCall call) => call.Output * (1 - call.ActiveCount);
}
