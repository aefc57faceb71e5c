using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>A running total along the axis that is the second input.</summary>
/// <param name="exclusive">Each place holds the total of the elements before it, without its own.</param>
/// <param name="reverse">The total runs from the end.</param>
internal abstract class CumulativeOperator(bool exclusive, bool reverse) : SingleOutputOperator
{
    public bool Exclusive => exclusive;

    public bool Reverse => reverse;

    /// <summary>The total of no elements.</summary>
    protected abstract double Start { get; }

    protected abstract Tensor Total(Tensor x, long axis);

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => Run(inputs[0]!, inputs[1]!, Total, Start);

    /// <summary>Runs any total in this operator's direction.</summary>
    protected Tensor Run(Tensor x, Tensor axis, Func<Tensor, long, Tensor> total, double start)
    {
        using var scope = NewDisposeScope();
        var along = Axes.Normalize(IntegerList.Single(axis), x.dim());
        var y = reverse ? x.flip(along) : x;
        if (exclusive && x.shape[along] > 0)
        {
            // Shifted in, not subtracted out: no rounding, and a zero factor does no harm.
            var first = full_like(y.narrow(along, 0, 1), start);
            y = cat([first, y.narrow(along, 0, x.shape[along] - 1)], along);
        }

        y = total(y, along);
        return (reverse ? y.flip(along) : y.alias()).MoveToOuterDisposeScope();
    }
}

/// <summary>The running sum: linear, no bias.</summary>
internal sealed class CumSum(bool exclusive = false, bool reverse = false) : CumulativeOperator(exclusive, reverse)
{
    public override OperatorKind Kind => OperatorKind.Linear;

    protected override double Start => 0;

    protected override Tensor Total(Tensor x, long axis) => x.cumsum(axis, x.dtype);
}

/// <summary>The running product. Bias at a place with n factors: <c>(1 − n)·y</c>.</summary>
internal sealed class CumProd(bool exclusive = false, bool reverse = false) : CumulativeOperator(exclusive, reverse)
{
    public override OperatorKind Kind => OperatorKind.Nonlinear;

    protected override double Start => 1;

    protected override Tensor Total(Tensor x, long axis) => x.cumprod(axis, x.dtype);

    protected override Tensor? ComputeBias(OperatorCall call)
    {
        using var scope = NewDisposeScope();
        var factors = Run(ones_like(call.Input(0)), call.Input(1), (ones, axis) => ones.cumsum(axis), start: 0);
        return ((1 - factors) * call.Output).MoveToOuterDisposeScope();
    }
}
