using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>
/// Batch normalisation in training mode: standardised over the batch and all positions, then <c>γ·n + β</c>; inputs x, γ, β, running mean
/// and variance. The second and third output are the running statistics, <c>m·old + (1 − m)·batch</c>.
/// </summary>
/// <remarks>Bias of y: <c>γ·n·v/(v + ε) + β</c>, v the batch's biased variance.</remarks>
internal sealed class BatchStatisticsNormalization(double epsilon, double momentum) : Operator
{
    public double Epsilon => epsilon;

    public double Momentum => momentum;

    public override string Name => "BatchNormalization";

    public override OperatorKind Kind => OperatorKind.Nonlinear;

    public override BiasKind BiasOf(IReadOnlyList<bool> active) => Standardization.KindOf(active, 2);

    public override Tensor[] Forward(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var x = inputs[0]!;
        var (mean, variance) = Standardization.Moments(x, [0, .. SpatialAxes.Of(x)]);
        var normalized = (x - mean) * (variance + epsilon).rsqrt();
        var y = Standardization.Scale(normalized, Standardization.AlongChannels(inputs[1]!, x), Standardization.AlongChannels(inputs[2]!, x));
        var runningMean = inputs[3]! * momentum + mean.flatten() * (1 - momentum);
        var runningVariance = inputs[4]! * momentum + variance.flatten() * (1 - momentum);
        return [y.MoveToOuterDisposeScope(), runningMean.MoveToOuterDisposeScope(), runningVariance.MoveToOuterDisposeScope()];
    }
}
