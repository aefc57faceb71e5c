using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>
/// The k largest (or smallest) elements along <paramref name="axis"/>, in order, and their positions; k is the second input. Of equal
/// elements the one that stands first comes first. No bias: the elements are copied.
/// </summary>
internal sealed class TopK(long axis = -1, bool largest = true) : Operator
{
    public long Axis => axis;

    public bool Largest => largest;

    public override OperatorKind Kind => OperatorKind.Homogeneous;

    public override Tensor[] Forward(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var x = inputs[0]!;
        var (along, k) = (Axes.Normalize(axis, x.dim()), IntegerList.Single(inputs[1]!));
        if (k < 0 || k > x.shape[along])
            throw new ArgumentException($"TopK asks for {k} elements of a dimension of size {x.shape[along]}.");

        // libtorch's topk leaves the order of equal elements open; only the stable sort fixes it.
        var (values, indices) = x.sort(along, descending: largest, stable: true);
        return [values.narrow(along, 0, k).MoveToOuterDisposeScope(), indices.narrow(along, 0, k).MoveToOuterDisposeScope()];
    }

    public override Tensor?[] Bias(OperatorCall call) => new Tensor?[call.Outputs.Count];
}

/// <summary>The position of the extreme element along <paramref name="axis"/>, of equal ones the first or the last.</summary>
internal abstract class ArgExtreme(long axis, bool keepDimension, bool selectLast) : SingleOutputOperator
{
    public long Axis => axis;

    public bool KeepDimension => keepDimension;

    public bool SelectLast => selectLast;

    public override OperatorKind Kind => OperatorKind.NonDifferentiable;

    public override bool IsStep => true;

    protected abstract Tensor Find(Tensor x, long axis);

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var x = inputs[0]!;
        var along = Axes.Normalize(axis, x.dim());
        var found = selectLast ? x.shape[along] - 1 - Find(x.flip(along), along) : Find(x, along);
        return (keepDimension ? found : found.squeeze(along)).MoveToOuterDisposeScope();
    }
}

/// <summary>The position of the largest element along an axis.</summary>
internal sealed class ArgMax(long axis = 0, bool keepDimension = true, bool selectLast = false) : ArgExtreme(axis, keepDimension, selectLast)
{
    protected override Tensor Find(Tensor x, long axis) => x.argmax(axis, keepdim: true);
}

/// <summary>The position of the smallest element along an axis.</summary>
internal sealed class ArgMin(long axis = 0, bool keepDimension = true, bool selectLast = false) : ArgExtreme(axis, keepDimension, selectLast)
{
    protected override Tensor Find(Tensor x, long axis) => x.argmin(axis, keepdim: true);
}
