using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>A function σ applied to every element of its only differentiable input.</summary>
/// <remarks>Its bias is <c>σ(z) − σ′(z)·z</c>, in closed form where the derived class gives one.</remarks>
internal abstract class ElementwiseFunction : SingleOutputOperator
{
    public override OperatorKind Kind => OperatorKind.Nonlinear;

    protected abstract Tensor Apply(Tensor z);

    /// <summary><c>σ(z) − σ′(z)·z</c> given z and y = σ(z).</summary>
    protected virtual Tensor? Offset(Tensor z, Tensor y) => null;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        return Apply(inputs[0]!).MoveToOuterDisposeScope();
    }

    protected sealed override Tensor? ComputeBias(OperatorCall call)
    {
        if (!call.IsActive(0))
            return base.ComputeBias(call);
        using var scope = NewDisposeScope();
        return (Offset(call.Input(0), call.Output) ?? base.ComputeBias(call))?.MoveToOuterDisposeScope();
    }
}
