using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>Batch normalisation in evaluation mode: <c>γ(x − μ)/√(σ² + ε) + β</c> over axis 1; inputs x, γ, β, μ, σ².</summary>
/// <remarks>Bias: <c>β − γμ/√(σ² + ε)</c>, explicit.</remarks>
internal sealed class BatchNormalization(double epsilon) : SingleOutputOperator
{
    public double Epsilon => epsilon;

    public override OperatorKind Kind => OperatorKind.Affine;

    public override BiasKind BiasOf(IReadOnlyList<bool> active) => active.Skip(1).Any(a => a) ? BiasKind.Implicit : BiasKind.Explicit;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) =>
        nn.functional.batch_norm(inputs[0]!, inputs[3]!, inputs[4]!, inputs[1]!, inputs[2]!, training: false, eps: epsilon);

    protected override Tensor? ComputeBias(OperatorCall call)
    {
        if (call.ActiveCount != 1 || !call.IsActive(0))
            return base.ComputeBias(call);
        using var scope = NewDisposeScope();
        var (_, shift) = ScaleAndShift(call.Input(1), call.Input(2), call.Input(3), call.Input(4));
        return shift.view([1, shift.shape[0], .. Enumerable.Repeat(1L, (int)call.Output.dim() - 2)]).MoveToOuterDisposeScope();
    }

    /// <summary>The two channel vectors with <c>y = scale·x + shift</c>.</summary>
    public (Tensor Scale, Tensor Shift) ScaleAndShift(Tensor gamma, Tensor beta, Tensor mean, Tensor variance)
    {
        var scale = gamma / (variance + epsilon).sqrt();
        return (scale, beta - mean * scale);
    }
}
