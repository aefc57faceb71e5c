using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>A function of vectors: along <paramref name="axis"/>, or along it and all axes after it together where <paramref name="flatten"/> is set.</summary>
/// <remarks>Up to opset 12 ONNX viewed the input as a matrix, <c>(d_0 ⋯ d_axis−1, d_axis ⋯)</c>, and normalised its rows.</remarks>
internal abstract class VectorFunction(long axis, bool flatten) : SingleOutputOperator
{
    public long Axis => axis;

    public bool Flatten => flatten;

    public override OperatorKind Kind => OperatorKind.Nonlinear;

    /// <summary>The function of the vectors along <paramref name="along"/>.</summary>
    protected abstract Tensor Apply(Tensor z, long along);

    /// <summary>The bias in the same layout; may be of size 1 along the axis.</summary>
    protected abstract Tensor Offset(Tensor z, Tensor y, long along);

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var z = inputs[0]!;
        return (flatten ? Apply(Rows(z), -1).view_as(z) : Apply(z, axis)).MoveToOuterDisposeScope();
    }

    protected override Tensor? ComputeBias(OperatorCall call)
    {
        using var scope = NewDisposeScope();
        var (z, y) = (call.Input(0), call.Output);
        var bias = flatten ? Offset(Rows(z), Rows(y), -1).expand(Rows(y).shape).reshape(y.shape) : Offset(z, y, axis);
        return bias.MoveToOuterDisposeScope();
    }

    /// <summary>The vectors as the last axis. Axes before stay as they are, so that an empty tensor has rows too.</summary>
    private Tensor Rows(Tensor z)
    {
        var first = axis < 0 ? axis + z.dim() : axis;
        return first == z.dim() ? z.unsqueeze(-1) : z.flatten(first);
    }
}

/// <summary><c>s = e^z / Σ e^z</c>.</summary>
/// <remarks>
/// Bias: <c>s ⊙ (1 − z + ⟨s, z⟩) = s ⊙ (1 − ln s − H)</c>, H the entropy <c>−Σ s ln s</c>. The second form does not see a shift of z and is finite
/// for masked scores, z = −∞.
/// </remarks>
internal sealed class Softmax(long axis = -1, bool flatten = false) : VectorFunction(axis, flatten)
{
    protected override Tensor Apply(Tensor z, long along) => z.softmax(along);

    protected override Tensor Offset(Tensor z, Tensor y, long along)
    {
        var parts = special.entr(y);
        return parts + y * (1 - parts.sum(along, keepdim: true));
    }
}

/// <summary><c>z − ln Σ e^z</c>. Bias: <c>Σ s ln s</c> with s the softmax, one number for each vector.</summary>
internal sealed class LogSoftmax(long axis = -1, bool flatten = false) : VectorFunction(axis, flatten)
{
    protected override Tensor Apply(Tensor z, long along) => z.log_softmax(along);

    protected override Tensor Offset(Tensor z, Tensor y, long along) => -special.entr(y.exp()).sum(along, keepdim: true);
}

/// <summary>1 at the first largest element of each vector, 0 elsewhere. A constant to all that follows.</summary>
internal sealed class Hardmax(long axis = -1, bool flatten = false) : VectorFunction(axis, flatten)
{
    public override OperatorKind Kind => OperatorKind.NonDifferentiable;

    public override bool IsStep => true;

    protected override Tensor Apply(Tensor z, long along) => zeros_like(z).scatter_(along, z.argmax(along, keepdim: true), ones_like(z));

    protected override Tensor Offset(Tensor z, Tensor y, long along) => y.alias();
}
