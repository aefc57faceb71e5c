using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary><c>x/‖x‖_p</c> along one axis, 0 where the norm is. Homogeneous of degree 0, so its bias is the output itself.</summary>
internal sealed class LpNormalization(long axis = -1, long p = 2) : SingleOutputOperator
{
    public long Axis => axis;

    public long P => p;

    public override OperatorKind Kind => OperatorKind.Nonlinear;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var x = inputs[0]!;
        var norm = PowerNorm.Root(PowerNorm.Power(x, p).sum(axis, keepdim: true), p);
        return (x / norm.masked_fill(norm.eq(0), 1)).MoveToOuterDisposeScope();
    }

    protected override Tensor? ComputeBias(OperatorCall call) => call.Output.alias();
}

/// <summary><c>(x − μ)/(√v + ε)</c> over the axes, ε = 1e-9. Bias: <c>y·√v/(√v + ε)</c>.</summary>
internal sealed class MeanVarianceNormalization(IReadOnlyList<long> axes) : SingleOutputOperator
{
    public IReadOnlyList<long> NormalizedAxes => axes;

    public const double Epsilon = 1e-9;

    public override OperatorKind Kind => OperatorKind.Nonlinear;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var x = inputs[0]!;
        var (mean, variance) = Standardization.Moments(x, Axes.Normalize(axes, x.dim()));
        return ((x - mean) / (PowerNorm.Root(variance, 2) + Epsilon)).MoveToOuterDisposeScope();
    }

    protected override Tensor? ComputeBias(OperatorCall call)
    {
        using var scope = NewDisposeScope();
        var (_, variance) = Standardization.Moments(call.Input(0), Axes.Normalize(axes, call.Input(0).dim()));
        var deviation = variance.sqrt();
        return (call.Output * (deviation / (deviation + Epsilon))).MoveToOuterDisposeScope();
    }
}

/// <summary>Local response normalisation: <c>x/D^β</c>, <c>D = k + α/n·Σx²</c> over the n channels around the element's own.</summary>
/// <remarks>
/// Bias: <c>2β·y·(D − k)/D</c>. The window of an even n reaches one channel further up than down.
/// Source: Krizhevsky et al. 2012, section 3.3, with α divided by n as in ONNX.
/// </remarks>
internal sealed class LRN(long size, double alpha = 1e-4, double beta = 0.75, double bias = 1) : SingleOutputOperator
{
    public long Size => size;

    public double Alpha => alpha;

    public double Beta => beta;

    /// <summary>k.</summary>
    public double K => bias;

    public override OperatorKind Kind => OperatorKind.Nonlinear;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        return (inputs[0]! * (Energy(inputs[0]!) + bias).pow(-beta)).MoveToOuterDisposeScope();
    }

    protected override Tensor? ComputeBias(OperatorCall call)
    {
        using var scope = NewDisposeScope();
        var energy = Energy(call.Input(0));
        return (call.Output * (energy / (energy + bias)) * (2 * beta)).MoveToOuterDisposeScope();
    }

    /// <summary><c>D − k</c>.</summary>
    private Tensor Energy(Tensor x)
    {
        using var scope = NewDisposeScope();
        var flat = x.square().reshape(x.shape[0], x.shape[1], -1);
        var padded = TorchSharp.torch.nn.functional.pad(flat, [0, 0, (size - 1) / 2, size / 2]);
        return (padded.unfold(1, size, 1).sum(-1) * (alpha / size)).reshape(x.shape).MoveToOuterDisposeScope();
    }
}
