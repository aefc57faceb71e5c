using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary><c>max(0, z)</c>: positively homogeneous, no bias.</summary>
internal sealed class Relu : SingleOutputOperator
{
    public override OperatorKind Kind => OperatorKind.Homogeneous;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => nn.functional.relu(inputs[0]!);
}

/// <summary><c>z</c> where z ≥ 0, <c>αz</c> elsewhere: positively homogeneous, no bias.</summary>
internal sealed class LeakyRelu(double alpha = 0.01) : SingleOutputOperator
{
    public double Alpha => alpha;

    public override OperatorKind Kind => OperatorKind.Homogeneous;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]!.leaky_relu(alpha);
}

/// <summary>
/// <c>z</c> where z ≥ 0, <c>s·z</c> elsewhere, the slope s broadcast to z; inputs z, s. With <paramref name="slopePerChannel"/> a slope of
/// rank 1 belongs to axis 1, whatever the rank of z.
/// </summary>
/// <remarks>No bias for a constant slope. For an active one: <c>−y</c> where z &lt; 0; for an active slope alone: <c>max(0, z)</c>.</remarks>
internal sealed class PRelu(bool slopePerChannel = false) : SingleOutputOperator
{
    public bool SlopePerChannel => slopePerChannel;

    public override OperatorKind Kind => OperatorKind.Homogeneous;

    public override BiasKind BiasOf(IReadOnlyList<bool> active) => active[1] ? BiasKind.Implicit : BiasKind.None;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var (z, s) = (inputs[0]!, Align(inputs[1]!, inputs[0]!));
        var y = IsChannelVector(s, z) && z.is_floating_point() ? z.prelu(s.reshape(-1)) : where(z >= 0, z, s * z);
        return y.MoveToOuterDisposeScope();
    }

    protected override Tensor? ComputeBias(OperatorCall call)
    {
        if (!call.IsActive(0))
            return call.Input(0).relu();
        using var scope = NewDisposeScope();
        return (-call.Output).masked_fill(call.Input(0) >= 0, 0).MoveToOuterDisposeScope();
    }

    private Tensor Align(Tensor slope, Tensor z) =>
        slopePerChannel && slope.dim() == 1 && slope.shape[0] > 1 ? slope.view([-1, .. Enumerable.Repeat(1L, (int)z.dim() - 2)]) : slope;

    /// <summary>Whether the slope is one number or one for each index of axis 1, for which libtorch has a kernel of its own.</summary>
    private static bool IsChannelVector(Tensor slope, Tensor z)
    {
        if (slope.numel() == 1)
            return slope.dim() <= z.dim();
        var axis = slope.dim() - (z.dim() - 1);
        return z.dim() > 1 && axis is 0 or 1 && slope.shape[axis] == z.shape[1] && slope.numel() == z.shape[1];
    }
}

/// <summary><c>z</c> where z &gt; α, 0 elsewhere: every piece is linear through the origin, so that there is no bias.</summary>
internal sealed class ThresholdedRelu(double alpha = 1) : SingleOutputOperator
{
    public double Alpha => alpha;

    public override OperatorKind Kind => OperatorKind.Homogeneous;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]!.threshold(alpha, 0);
}

/// <summary><c>z + β</c> where z &lt; −λ, <c>z − β</c> where z &gt; λ, 0 between. Bias: β, −β and 0 there.</summary>
internal sealed class Shrink(double bias = 0, double lambda = 0.5) : ElementwiseFunction
{
    public double Beta => bias;

    public double Lambda => lambda;

    public override BiasKind BiasOf(IReadOnlyList<bool> active) => bias == 0 ? BiasKind.None : BiasKind.Implicit;

    protected override Tensor Apply(Tensor z)
    {
        var above = (z - bias).masked_fill(z <= lambda, 0);
        return where(z < -lambda, z + bias, above).to_type(z.dtype);
    }

    protected override Tensor Offset(Tensor z, Tensor y)
    {
        var above = full_like(z, -bias).masked_fill(z <= lambda, 0);
        return above.masked_fill(z < -lambda, bias);
    }
}
