using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>The sum of any number of tensors, broadcast together.</summary>
internal sealed class Sum : JointlyLinearOperator
{
    public override OperatorKind Kind => OperatorKind.Affine;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        return inputs.Aggregate((a, b) => a! + b!)!.alias().MoveToOuterDisposeScope();
    }
}

/// <summary>The mean of any number of tensors, broadcast together.</summary>
internal sealed class Mean : JointlyLinearOperator
{
    public override OperatorKind Kind => OperatorKind.Affine;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        return (inputs.Aggregate((a, b) => a! + b!)! / inputs.Count).MoveToOuterDisposeScope();
    }
}

/// <summary>The largest or smallest of any number of tensors, broadcast together, element by element.</summary>
/// <remarks>
/// Homogeneous where all are activations. A constant among them is the bias wherever it wins; where several win, libtorch shares the
/// derivative evenly between each two, and so is the bias.
/// </remarks>
internal abstract class Extremum : SingleOutputOperator
{
    public override OperatorKind Kind => OperatorKind.Homogeneous;

    public override BiasKind BiasOf(IReadOnlyList<bool> active) => active.All(a => a) ? BiasKind.None : BiasKind.Implicit;

    protected abstract Tensor Pick(Tensor a, Tensor b);

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        return inputs.Aggregate((a, b) => Pick(a!, b!))!.alias().MoveToOuterDisposeScope();
    }

    protected override Tensor? ComputeBias(OperatorCall call)
    {
        using var scope = NewDisposeScope();
        var (y, bias) = (call.Input(0), Constant(call, 0));
        for (var i = 1; i < call.Inputs.Count; i++)
        {
            var (x, b) = (call.Input(i), Constant(call, i));
            var best = Pick(y, x);
            bias = where(x == y, (bias + b) / 2, where(best == y, bias, b));
            y = best;
        }

        return bias.alias().MoveToOuterDisposeScope();
    }

    /// <summary>What an input adds as a bias where it wins: itself if constant, else nothing.</summary>
    private static Tensor Constant(OperatorCall call, int i) => call.IsActive(i) ? zeros_like(call.Input(i)) : call.Input(i);
}

/// <summary>The largest of its inputs, element by element.</summary>
internal sealed class Max : Extremum
{
    protected override Tensor Pick(Tensor a, Tensor b) => maximum(a, b);
}

/// <summary>The smallest of its inputs, element by element.</summary>
internal sealed class Min : Extremum
{
    protected override Tensor Pick(Tensor a, Tensor b) => minimum(a, b);
}
