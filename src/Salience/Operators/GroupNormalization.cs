using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary><c>γ·n + β</c>, n standardised over each group of channels and all positions of one sample; inputs x <c>(N, C, D…)</c>, γ, β.</summary>
/// <remarks>γ and β hold one value a channel, or one a group. Bias: <c>γ·n·v/(v + ε) + β</c>.</remarks>
internal sealed class GroupNormalization(long groups, double epsilon = 1e-5) : SingleOutputOperator
{
    public long Groups => groups;

    public double Epsilon => epsilon;

    public override OperatorKind Kind => OperatorKind.Nonlinear;

    public override BiasKind BiasOf(IReadOnlyList<bool> active) => Standardization.KindOf(active, 2);

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var x = inputs[0]!;
        return nn.functional.group_norm(x, groups, PerChannel(inputs[1]!, x), PerChannel(inputs[2]!, x), epsilon).MoveToOuterDisposeScope();
    }

    protected override Tensor? ComputeBias(OperatorCall call)
    {
        if (call.ActiveCount != 1 || !call.IsActive(0))
            return base.ComputeBias(call);
        using var scope = NewDisposeScope();
        var x = call.Input(0);
        var bias = Standardization.Bias(x.reshape(x.shape[0], groups, -1), [2], epsilon).reshape(x.shape);
        var gamma = Standardization.AlongChannels(PerChannel(call.Input(1), x), x);
        return Standardization.Scale(bias, gamma, Standardization.AlongChannels(PerChannel(call.Input(2), x), x)).MoveToOuterDisposeScope();
    }

    private Tensor PerChannel(Tensor vector, Tensor x) =>
        vector.shape[0] == x.shape[1] ? vector : vector.repeat_interleave(x.shape[1] / groups, 0);
}

/// <summary><c>γ·n + β</c>, n standardised over the positions of each channel of each sample; inputs x <c>(N, C, D…)</c>, γ and β <c>(C)</c>.</summary>
/// <remarks>Bias: <c>γ·n·v/(v + ε) + β</c>.</remarks>
internal sealed class InstanceNormalization(double epsilon = 1e-5) : SingleOutputOperator
{
    public double Epsilon => epsilon;

    public override OperatorKind Kind => OperatorKind.Nonlinear;

    public override BiasKind BiasOf(IReadOnlyList<bool> active) => Standardization.KindOf(active, 2);

    // Instance normalisation is group normalisation with one channel a group.
    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) =>
        nn.functional.group_norm(inputs[0]!, inputs[0]!.shape[1], inputs[1], inputs[2], epsilon);

    protected override Tensor? ComputeBias(OperatorCall call)
    {
        if (call.ActiveCount != 1 || !call.IsActive(0))
            return base.ComputeBias(call);
        using var scope = NewDisposeScope();
        var x = call.Input(0);
        var gamma = Standardization.AlongChannels(call.Input(1), x);
        var beta = Standardization.AlongChannels(call.Input(2), x);
        return Standardization.Scale(Standardization.Bias(x, SpatialAxes.Of(x), epsilon), gamma, beta).MoveToOuterDisposeScope();
    }
}
