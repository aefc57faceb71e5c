using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>The mean of every window. Linear, no bias.</summary>
/// <param name="window">The window.</param>
/// <param name="countPadding">Whether the padding stated by the model counts as zeros or not at all.</param>
internal sealed class AveragePool(SlidingWindow window, bool countPadding = false) : SingleOutputOperator
{
    public SlidingWindow Window => window;

    public bool CountPadding => countPadding;

    public override OperatorKind Kind => OperatorKind.Linear;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var x = inputs[0]!;
        var layout = window.LayOut(x.shape.AsSpan(2));
        if (window.Rank == 2 && layout.IsSymmetric && window.Dilations.All(d => d == 1))
        {
            var up = window.RoundUp && window.Padding.Mode == PaddingMode.Explicit;
            return nn.functional.avg_pool2d(x, window.Kernel.ToArray(), window.Strides.ToArray(), layout.Begin, up, countPadding).MoveToOuterDisposeScope();
        }

        return (layout.Sum(x) / layout.CountTaps(countPadding, x.dtype, x.device)).MoveToOuterDisposeScope();
    }
}

/// <summary><c>(Σ|z|^p)^(1/p)</c> over every window. Positively homogeneous, no bias.</summary>
internal sealed class LpPool(SlidingWindow window, long p = 2) : SingleOutputOperator
{
    public SlidingWindow Window => window;

    public long P => p;

    public override OperatorKind Kind => OperatorKind.Homogeneous;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var x = inputs[0]!;
        return PowerNorm.Root(window.LayOut(x.shape.AsSpan(2)).Sum(PowerNorm.Power(x, p)), p).MoveToOuterDisposeScope();
    }
}

/// <summary>The mean over all spatial axes, kept with size 1. Linear, no bias.</summary>
internal sealed class GlobalAveragePool : SingleOutputOperator
{
    public override OperatorKind Kind => OperatorKind.Linear;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]!.mean(SpatialAxes.Of(inputs[0]!), keepdim: true);
}

/// <summary>The maximum over all spatial axes, kept with size 1. Positively homogeneous, no bias.</summary>
internal sealed class GlobalMaxPool : SingleOutputOperator
{
    public override OperatorKind Kind => OperatorKind.Homogeneous;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]!.amax(SpatialAxes.Of(inputs[0]!), keepdim: true);
}

/// <summary><c>(Σ|z|^p)^(1/p)</c> over all spatial axes, kept with size 1. Positively homogeneous, no bias.</summary>
internal sealed class GlobalLpPool(long p = 2) : SingleOutputOperator
{
    public long P => p;

    public override OperatorKind Kind => OperatorKind.Homogeneous;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var x = inputs[0]!;
        return PowerNorm.Root(PowerNorm.Power(x, p).sum(SpatialAxes.Of(x), keepdim: true), p).MoveToOuterDisposeScope();
    }
}

/// <summary>The axes after batch and channels.</summary>
internal static class SpatialAxes
{
    public static long[] Of(Tensor x) => [.. Enumerable.Range(2, (int)x.dim() - 2).Select(i => (long)i)];
}

/// <summary>The two halves of a p-norm, written so that a norm of zero has the derivative zero and not 0·∞.</summary>
internal static class PowerNorm
{
    /// <summary><c>|z|^p</c>.</summary>
    public static Tensor Power(Tensor z, long p) => p switch
    {
        1 => z.abs(),
        2 => z.square(),
        _ => z.abs().pow(p),
    };

    /// <summary><c>s^(1/p)</c> for s ≥ 0.</summary>
    public static Tensor Root(Tensor s, long p)
    {
        if (p == 1)
            return s.alias();
        using var scope = NewDisposeScope();
        var zero = s.eq(0);
        var safe = s.masked_fill(zero, 1);
        return (p == 2 ? safe.sqrt() : safe.pow(1.0 / p)).masked_fill(zero, 0).MoveToOuterDisposeScope();
    }
}
