using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>What a node computes: outputs from inputs, and the bias it adds beyond its own linearisation.</summary>
/// <remarks>
/// The bias of <c>y = g(x_1, x_2, …)</c> is <c>b = y − Σ_j (∂g/∂x_j)·x_j</c>, the sum running over the active inputs, those
/// that depend on the network's input. An operator is immutable and knows its attributes only; weights are inputs like any other.
/// Source: Srinivas and Fleuret 2019, generalised from layers to operators.
/// </remarks>
public abstract class Operator
{
    /// <summary>Name of the operation in ONNX terms.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>What the operator does to active values when all its data inputs are active.</summary>
    public abstract OperatorKind Kind { get; }

    /// <summary>
    /// Whether the operator is a step function of its data: its derivative is zero wherever it exists, and what passes through it cannot be
    /// traced to the input. Records name such nodes.
    /// </summary>
    public virtual bool IsStep => false;

    /// <summary>Computes the outputs. Differentiable by autograd wherever the operation is.</summary>
    /// <param name="inputs">Values read; <see langword="null"/> where an optional input is absent.</param>
    /// <returns>Fresh handles, one for each output.</returns>
    public abstract Tensor[] Forward(IReadOnlyList<Tensor?> inputs);

    /// <summary>The kind of bias that a call has.</summary>
    /// <param name="active">For each input whether it depends on the network's input.</param>
    /// <returns><see cref="BiasKind.None"/> where the bias is zero whatever the values are.</returns>
    public virtual BiasKind BiasOf(IReadOnlyList<bool> active) => Kind switch
    {
        OperatorKind.Linear or OperatorKind.Homogeneous or OperatorKind.NonDifferentiable => BiasKind.None,
        OperatorKind.Structural or OperatorKind.Affine => BiasKind.Explicit,
        _ => BiasKind.Implicit,
    };

    /// <summary>The bias of every output for one call, broadcastable to the output's shape.</summary>
    /// <param name="call">The evaluation; its tensors are detached.</param>
    /// <returns>One tensor for each output, <see langword="null"/> for a zero bias.</returns>
    /// <remarks>The default works for every operator that autograd can differentiate twice: <c>y − d/dt g(t·x)</c> at t = 1.</remarks>
    public virtual Tensor?[] Bias(OperatorCall call) => TangentBias.Compute(this, call);

    /// <summary>The same operator computing in another floating type; only operators that name a type themselves differ.</summary>
    /// <param name="type">The network's new compute type.</param>
    public virtual Operator WithComputeType(ScalarType type) => this;
}
