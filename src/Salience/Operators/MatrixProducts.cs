using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>Matrix product over the last two axes, batch axes broadcast. Bias of a product of two activations: <c>−y</c>.</summary>
internal sealed class MatMul : SingleOutputOperator
{
    public override OperatorKind Kind => OperatorKind.Nonlinear;

    public override BiasKind BiasOf(IReadOnlyList<bool> active) => active[0] && active[1] ? BiasKind.Implicit : BiasKind.None;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => MatrixShape.Multiply(inputs[0]!, inputs[1]!);

    protected override Tensor? ComputeBias(OperatorCall call) => call.Output.neg();
}

/// <summary><c>α·op(A)·op(B) + β·C</c>, op transposing where asked for.</summary>
internal sealed class Gemm(double alpha = 1, double beta = 1, bool transposeA = false, bool transposeB = false) : SingleOutputOperator
{
    public double Alpha => alpha;

    public double Beta => beta;

    public bool TransposeA => transposeA;

    public bool TransposeB => transposeB;

    public override OperatorKind Kind => OperatorKind.Affine;

    public override BiasKind BiasOf(IReadOnlyList<bool> active)
    {
        if (active[0] && active[1])
            return BiasKind.Implicit;
        return active.Count > 2 && !active[2] || active.Count > 2 && !active[0] && !active[1] ? BiasKind.Explicit : BiasKind.None;
    }

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var a = transposeA ? inputs[0]!.t() : inputs[0]!;
        var b = transposeB ? inputs[1]!.t() : inputs[1]!;
        var product = MatrixShape.Multiply(a, b);
        if (alpha != 1)
            product = product * alpha;
        if (inputs.Count > 2 && inputs[2] is { } c && beta != 0)
            product = product + (beta == 1 ? c : c * beta);
        return product.MoveToOuterDisposeScope();
    }

    // The product counts −1 times where both factors are active and once where neither is; βC counts once where it is a constant.
    protected override Tensor? ComputeBias(OperatorCall call)
    {
        using var scope = NewDisposeScope();
        var addend = call.Inputs.Count > 2 && call.Inputs[2] is { } c && beta != 0 ? beta == 1 ? c.alias() : c * beta : null;
        var product = (call.IsActive(0), call.IsActive(1)) switch
        {
            (true, true) => addend is null ? call.Output.neg() : addend - call.Output,
            (false, false) => addend is null ? call.Output.alias() : call.Output - addend,
            _ => null,
        };
        var constant = call.IsActive(2) ? null : addend;
        var bias = product is null ? constant : constant is null ? product : product + constant;
        return bias?.MoveToOuterDisposeScope();
    }
}
