using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>
/// Resampling of any axes, one after another. Inputs: x, optionally the region (for crop-and-resize), then either scales or sizes.
/// </summary>
/// <remarks>Linear; elements outside a region take a constant, which is an explicit bias.</remarks>
internal sealed class Resize(ResizeSettings settings) : SingleOutputOperator
{
    private const long MostPositions = 1L << 26;
    private const double MostElements = 1L << 34;

    public ResizeSettings Settings => settings;

    private bool Extrapolates => settings is { Mapping: CoordinateMapping.CropAndResize, ExtrapolationValue: not 0 };

    public override OperatorKind Kind => Extrapolates ? OperatorKind.Affine : OperatorKind.Linear;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var x = inputs[0]!;
        var axes = Plan(inputs);
        var y = Native(x, axes) ?? Separable(x, axes);
        return (Extrapolates ? Extrapolate(y, axes) : y).MoveToOuterDisposeScope();
    }

    protected override Tensor? ComputeBias(OperatorCall call)
    {
        if (!Extrapolates)
            return null;
        using var scope = NewDisposeScope();
        return Compute([zeros_like(call.Input(0)), .. call.Inputs.Skip(1)]).MoveToOuterDisposeScope();
    }

    /// <summary>One resampling for each axis of x.</summary>
    private ResizeAxis[] Plan(IReadOnlyList<Tensor?> inputs)
    {
        var size = inputs[0]!.shape;
        var chosen = settings.Axes is null ? [.. Enumerable.Range(0, size.Length).Select(i => (long)i)] : Axes.Normalize(settings.Axes, size.Length);
        var (region, scales) = (Reals(inputs, 1), Reals(inputs, 2));
        var wanted = IntegerList.OfOptional(inputs, 3) is { Length: > 0 } given ? given : null;
        if ((scales ?? wanted?.Select(s => (double)s).ToArray()) is not { } amounts || amounts.Length != chosen.Length)
            throw new ArgumentException($"Resize needs either scales or sizes, one for each of {chosen.Length} axes.");
        var common = wanted is null ? 1 : chosen.Select((axis, i) => (double)wanted[i] / size[axis]).Aggregate(
            settings.Aspect == AspectPolicy.NotLarger ? Math.Min : Math.Max);
        var plan = size.Select(n => new ResizeAxis(settings, n, n, 1, n, 0, 1)).ToArray();
        for (var i = 0; i < chosen.Length; i++)
        {
            var (axis, n) = (chosen[i], size[chosen[i]]);
            var (start, end) = region is null ? (0, 1) : (region[i], region[chosen.Length + i]);
            plan[axis] = (scales, wanted, settings.Aspect) switch
            {
                (not null, _, _) => new(settings, n, (long)Math.Floor(n * scales[i]), scales[i], n * scales[i], start, end),
                (_, not null, AspectPolicy.Stretch) => new(settings, n, wanted[i], (double)wanted[i] / n, wanted[i], start, end),
                _ => new(settings, n, (long)Math.Floor(n * common + 0.5), common, n * common, start, end),
            };
        }

        // Positions are worked out before the result is allocated: what cannot be allocated is refused first.
        if (plan.Any(a => a.Output is < 0 or > MostPositions) || plan.Aggregate(1.0, (n, a) => n * a.Output) > MostElements)
            throw new ArgumentException($"Resize from ({string.Join(", ", size)}) to ({string.Join(", ", plan.Select(a => a.Output))}) is more than can be computed.");
        return plan;
    }

    private static double[]? Reals(IReadOnlyList<Tensor?> inputs, int index)
    {
        if (index >= inputs.Count || inputs[index] is not { } values || values.numel() == 0)
            return null;
        using var scope = NewDisposeScope();
        return values.detach().to_type(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
    }

    /// <summary>libtorch's own resampling of the last two axes, where it computes the same; otherwise <see langword="null"/>.</summary>
    private Tensor? Native(Tensor x, ResizeAxis[] axes)
    {
        if (x.dim() != 4 || !x.is_floating_point() || !axes[0].IsIdentity || !axes[1].IsIdentity || settings.Antialias)
            return null;
        long[] size = [axes[2].Output, axes[3].Output];
        if (settings.Interpolation == InterpolationKind.Nearest)
        {
            // libtorch takes the element below i·in/out, which it computes exactly for the factors 1 and 2.
            var doubles = axes.Skip(2).All(a => a.Output == a.Input * (a.Output / a.Input) && a.Output / a.Input is 1 or 2
                && a.NearestPositions().Select((p, i) => p == i / (a.Output / a.Input)).All(same => same));
            return doubles ? nn.functional.interpolate(x, size, mode: InterpolationMode.Nearest) : null;
        }

        var exact = axes.Skip(2).All(a => Math.Abs(a.Length - a.Output) < 1e-9);
        if (settings.Interpolation != InterpolationKind.Linear || !exact)
            return null;
        return settings.Mapping switch
        {
            CoordinateMapping.HalfPixel or CoordinateMapping.HalfPixelSymmetric => nn.functional.interpolate(x, size, mode: InterpolationMode.Bilinear, align_corners: false),
            CoordinateMapping.AlignCorners => nn.functional.interpolate(x, size, mode: InterpolationMode.Bilinear, align_corners: true),
            _ => null,
        };
    }

    private Tensor Separable(Tensor x, ResizeAxis[] axes)
    {
        var y = x.is_floating_point() || settings.Interpolation == InterpolationKind.Nearest ? x.alias() : x.to_type(ScalarType.Float64);
        for (var d = 0; d < axes.Length; d++)
        {
            if (axes[d].IsIdentity)
                continue;
            if (settings.Interpolation == InterpolationKind.Nearest)
            {
                y = y.index_select(d, tensor(axes[d].NearestPositions(), device: x.device));
                if (settings.Mapping == CoordinateMapping.CropAndResize)
                    y = y * Inside(axes[d], y, d);
                continue;
            }

            var matrix = tensor(axes[d].Weights(), [axes[d].Output, axes[d].Input], device: x.device).to_type(y.dtype);
            y = d == axes.Length - 1 ? MatrixShape.Multiply(y, matrix.t()) : MatrixShape.Multiply(y.transpose(d, -1), matrix.t()).transpose(d, -1);
        }

        return y.to_type(x.dtype);
    }

    private Tensor Extrapolate(Tensor y, ResizeAxis[] axes)
    {
        var inside = ones([], y.dtype, y.device);
        for (var d = 0; d < axes.Length; d++)
            inside = inside * Inside(axes[d], y, d);
        return y + (1 - inside) * settings.ExtrapolationValue;
    }

    /// <summary>1 where an axis' position lies on the input, 0 where it does not, shaped to broadcast against y.</summary>
    private static Tensor Inside(ResizeAxis axis, Tensor y, int dimension)
    {
        var inside = new double[axis.Output];
        for (var i = 0; i < inside.Length; i++)
            inside[i] = axis.IsOutside(i) ? 0 : 1;
        return tensor(inside, device: y.device).to_type(y.dtype).view([-1, .. Enumerable.Repeat(1L, (int)y.dim() - 1 - dimension)]);
    }
}
