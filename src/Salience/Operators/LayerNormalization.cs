using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary><c>γ·n + β</c>, <c>n = (x − μ)/√(v + ε)</c> over all axes from the given one on; inputs x, γ and optionally β.</summary>
/// <remarks>
/// Bias: <c>γ·n·v/(v + ε) + β</c>. On request also the mean, which is linear, and <c>r = 1/√(v + ε)</c>, whose bias is <c>r + r·v/(v + ε)</c>.
/// Half-precision data are normalised in float32.
/// </remarks>
internal sealed class LayerNormalization(long axis = -1, double epsilon = 1e-5, bool withStatistics = false) : Operator
{
    public long Axis => axis;

    public bool WithStatistics => withStatistics;

    public double Epsilon => epsilon;

    public override OperatorKind Kind => OperatorKind.Nonlinear;

    public override BiasKind BiasOf(IReadOnlyList<bool> active) => Standardization.KindOf(active, 2);

    public override Tensor[] Forward(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var (x, gamma, beta) = (inputs[0]!, inputs[1]!, inputs.Count > 2 ? inputs[2] : null);
        var axes = NormalizedAxes(x);
        var shape = axes.Select(a => x.shape[a]).ToArray();
        var native = gamma.shape.AsSpan().SequenceEqual(shape) && (beta is null || beta.shape.AsSpan().SequenceEqual(shape));
        var y = native
            ? nn.functional.layer_norm(x, shape, gamma, beta, epsilon)
            : Standardization.Scale(nn.functional.layer_norm(x, shape, null, null, epsilon), gamma, beta);
        if (!withStatistics)
            return [y.MoveToOuterDisposeScope()];
        var wide = x.dtype is ScalarType.Float16 or ScalarType.BFloat16 ? x.to_type(ScalarType.Float32) : x;
        var (mean, variance) = Standardization.Moments(wide, axes);
        return [y.MoveToOuterDisposeScope(), mean.MoveToOuterDisposeScope(), (variance + epsilon).rsqrt().MoveToOuterDisposeScope()];
    }

    public override Tensor?[] Bias(OperatorCall call)
    {
        if (call.ActiveCount != 1 || !call.IsActive(0))
            return base.Bias(call);
        using var scope = NewDisposeScope();
        var (x, beta) = (call.Input(0), call.Inputs.Count > 2 ? call.Inputs[2] : null);
        var axes = NormalizedAxes(x);
        var bias = Standardization.Scale(Standardization.Bias(x, axes, epsilon), call.Input(1), beta).MoveToOuterDisposeScope();
        if (!withStatistics)
            return [bias];
        var (_, variance) = Standardization.Moments(x, axes);
        return [bias, null, (call.Outputs[2] * (1 + variance / (variance + epsilon))).MoveToOuterDisposeScope()];
    }

    private long[] NormalizedAxes(Tensor x)
    {
        var first = Axes.Normalize(axis, x.dim());
        return [.. Enumerable.Range((int)first, (int)(x.dim() - first)).Select(i => (long)i)];
    }
}
