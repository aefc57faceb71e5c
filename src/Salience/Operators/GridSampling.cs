using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>What <see cref="GridSample"/> finds outside the picture.</summary>
internal enum SamplePadding
{
    /// <summary>Zero.</summary>
    Zeros,

    /// <summary>The nearest element of the border.</summary>
    Border,

    /// <summary>The picture mirrored at its border.</summary>
    Reflection,
}

/// <summary>
/// Samples x <c>(N, C, D…)</c> at the coordinates of the grid <c>(N, D'…, d)</c>, which run from −1 to 1, the last axis of x first.
/// </summary>
/// <remarks>
/// Linear in x; where the grid is active too, the offset of its tangent is an implicit bias. libtorch has no second derivative for its
/// own sampling, so a grid that is differentiated is sampled by weights and gathered neighbours. Source: Jaderberg et al. 2015, section 3.3.
/// </remarks>
/// <param name="interpolation">Kernel.</param>
/// <param name="padding">Values outside.</param>
/// <param name="alignCorners">Whether −1 and 1 are the centres of the outermost elements, or their outer edges.</param>
internal sealed class GridSample(InterpolationKind interpolation, SamplePadding padding = SamplePadding.Zeros, bool alignCorners = false) : SingleOutputOperator
{
    public InterpolationKind Interpolation => interpolation;

    public SamplePadding Padding => padding;

    public bool AlignCorners => alignCorners;

    public override OperatorKind Kind => OperatorKind.Nonlinear;

    public override BiasKind BiasOf(IReadOnlyList<bool> active) => active[1] ? BiasKind.Implicit : BiasKind.None;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var (x, grid) = (inputs[0]!, inputs[1]!.to_type(inputs[0]!.dtype));
        var native = interpolation != InterpolationKind.Cubic && !grid.requires_grad && x.dim() is 4 or 5 && x.dtype is ScalarType.Float32 or ScalarType.Float64;
        return (native ? Native(x, grid) : Gathered(x, grid)).MoveToOuterDisposeScope();
    }

    private Tensor Native(Tensor x, Tensor grid)
    {
        var mode = interpolation == InterpolationKind.Nearest ? GridSampleMode.Nearest : GridSampleMode.Bilinear;
        var outside = padding switch
        {
            SamplePadding.Zeros => GridSamplePaddingMode.Zeros,
            SamplePadding.Border => GridSamplePaddingMode.Border,
            _ => GridSamplePaddingMode.Reflection,
        };
        return nn.functional.grid_sample(x, grid, mode, outside, alignCorners);
    }

    private Tensor Gathered(Tensor x, Tensor grid)
    {
        var rank = (int)x.dim() - 2;
        var (flat, points) = (x.flatten(2), grid.reshape(x.shape[0], -1, rank));
        var taps = Enumerable.Range(0, rank).Select(d => Taps(points.select(-1, rank - 1 - d), x.shape[2 + d])).ToArray();
        var corners = taps.Aggregate(
            new[] { ((Tensor?)null, (Tensor?)null) },
            (chosen, axis) => [.. chosen.SelectMany(c => axis.Select(t => Join(c, t)))],
            all => all);
        var sum = zeros([], x.dtype, x.device);
        foreach (var (index, weight) in corners)
        {
            var picked = flat.gather(2, index!.unsqueeze(1).expand(-1, x.shape[1], -1));
            sum = sum + picked * weight!.unsqueeze(1);
        }

        return sum.reshape([x.shape[0], x.shape[1], .. grid.shape[1..^1]]);

        static (Tensor?, Tensor?) Join((Tensor? Index, Tensor? Weight) outer, (Tensor Index, Tensor Weight, long Size) inner) => outer.Index is null
            ? (inner.Index, inner.Weight)
            : (outer.Index * inner.Size + inner.Index, outer.Weight! * inner.Weight);
    }

    /// <summary>The neighbours of every coordinate along one axis of n elements, with their weights.</summary>
    private (Tensor Index, Tensor Weight, long Size)[] Taps(Tensor normalized, long n)
    {
        var u = alignCorners ? (normalized + 1) * ((n - 1) / 2.0) : ((normalized + 1) * n - 1) / 2;
        if (interpolation == InterpolationKind.Cubic)
        {
            var (low, fraction) = (u.floor(), u - u.floor());
            return [.. Enumerable.Range(-1, 4).Select(t => Tap(Fold(low + t, n), Cubic((fraction - t).abs()), n))];
        }

        u = Fold(u, n);
        if (interpolation == InterpolationKind.Nearest)
            return [Tap(u.round(), ones_like(u), n)];
        var below = u.floor();
        return [Tap(below, 1 - (u - below), n), Tap(below + 1, u - below, n)];
    }

    private static (Tensor Index, Tensor Weight, long Size) Tap(Tensor position, Tensor weight, long n)
    {
        var inside = position.ge(0).logical_and(position.le(n - 1));
        return (position.detach().clamp(0, n - 1).to_type(ScalarType.Int64), weight * inside.to_type(weight.dtype), n);
    }

    /// <summary>Brings coordinates outside back inside, unless zeros are wanted there.</summary>
    private Tensor Fold(Tensor u, long n)
    {
        if (padding == SamplePadding.Zeros)
            return u;
        if (padding == SamplePadding.Reflection)
            u = Reflect(u, n);
        return u.clamp(0, n - 1);
    }

    private Tensor Reflect(Tensor u, long n)
    {
        var (low, span) = alignCorners ? (0.0, n - 1.0) : (-0.5, n);
        if (span == 0)
            return zeros_like(u);
        var distance = (u - low).abs();
        var flips = (distance / span).floor();
        var rest = distance - flips * span;
        return low + flips.remainder(2).eq(0).to_type(u.dtype) * (2 * rest - span) + (span - rest);
    }

    /// <summary>The cubic kernel with a = −0.75 at distances from 0 to 2.</summary>
    private static Tensor Cubic(Tensor d)
    {
        const double A = -0.75;
        var near = ((A + 2) * d - (A + 3)) * d * d + 1;
        var far = ((A * d - 5 * A) * d + 8 * A) * d - 4 * A;
        return where(d.le(1), near, far);
    }
}

/// <summary>The coordinates at which a picture of the size in the second input is sampled under the affine maps θ <c>(N, d, d + 1)</c>. Linear in θ.</summary>
internal sealed class AffineGrid(bool alignCorners = false) : SingleOutputOperator
{
    public bool AlignCorners => alignCorners;

    public override OperatorKind Kind => OperatorKind.Linear;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => nn.functional.affine_grid(inputs[0]!, IntegerList.Of(inputs[1]!), alignCorners);
}
