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

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        var (x, gamma, beta, mean, variance) = (inputs[0]!, inputs[1]!, inputs[2]!, inputs[3]!, inputs[4]!);
        if (!mean.requires_grad && !variance.requires_grad)
            return nn.functional.batch_norm(x, mean, variance, gamma, beta, training: false, eps: epsilon);
        // libtorch does not differentiate its own function in the statistics.
        using var scope = NewDisposeScope();
        var (scale, shift) = ScaleAndShift(gamma, beta, mean, variance);
        return Standardization.Scale(x, Standardization.AlongChannels(scale, x), Standardization.AlongChannels(shift, x)).MoveToOuterDisposeScope();
    }

    protected override Tensor? ComputeBias(OperatorCall call)
    {
        if (call.ActiveCount != 1 || !call.IsActive(0))
            return base.ComputeBias(call);
        using var scope = NewDisposeScope();
        var (_, shift) = ScaleAndShift(call.Input(1), call.Input(2), call.Input(3), call.Input(4));
        return Standardization.AlongChannels(shift, call.Output).MoveToOuterDisposeScope();
    }

    /// <summary>The two channel vectors with <c>y = scale·x + shift</c>.</summary>
    public (Tensor Scale, Tensor Shift) ScaleAndShift(Tensor gamma, Tensor beta, Tensor mean, Tensor variance)
    {
        var scale = gamma / (variance + epsilon).sqrt();
        return (scale, beta - mean * scale);
    }
}
