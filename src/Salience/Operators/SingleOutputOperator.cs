using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>An operator with one output.</summary>
public abstract class SingleOutputOperator : Operator
{
    /// <inheritdoc/>
    public sealed override Tensor[] Forward(IReadOnlyList<Tensor?> inputs) => [Compute(inputs)];

    /// <inheritdoc/>
    public sealed override Tensor?[] Bias(OperatorCall call) => [ComputeBias(call)];

    /// <summary>Computes the output as a fresh handle.</summary>
    /// <param name="inputs">Values read; <see langword="null"/> where an optional input is absent.</param>
    protected abstract Tensor Compute(IReadOnlyList<Tensor?> inputs);

    /// <summary>The bias of one call, broadcastable to the output; <see langword="null"/> for zero.</summary>
    /// <param name="call">The evaluation; its tensors are detached.</param>
    protected virtual Tensor? ComputeBias(OperatorCall call) => TangentBias.Compute(this, call)[0];
}
