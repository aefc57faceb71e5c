using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>
/// Pools regions of x <c>(N, C, H, W)</c> to <c>(R, C, h, w)</c>: each bin samples x between its elements on a small grid. Inputs: x, the
/// regions <c>(R, 4)</c> as left, top, right, bottom, and the sample each belongs to.
/// </summary>
/// <remarks>
/// The mean is linear in x; the maximum, taken over the four weighted neighbours of every point as ONNX has it, is homogeneous. No bias.
/// Regions are positions: no derivative is taken with respect to them. Source: He et al. 2017, section 3.
/// </remarks>
internal sealed class RoiAlign : SingleOutputOperator
{
    public required long Height { get; init; }

    public required long Width { get; init; }

    /// <summary>Points along each axis of a bin; 0 for as many as the bin has elements.</summary>
    public long Sampling { get; init; }

    /// <summary>Elements of x per unit of the regions' coordinates.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Whether coordinates point at the centres of elements; otherwise regions have at least one element.</summary>
    public bool HalfPixel { get; init; }

    public bool Maximum { get; init; }

    public override OperatorKind Kind => Maximum ? OperatorKind.Homogeneous : OperatorKind.Linear;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var (x, samples) = (inputs[0]!, IntegerList.Of(inputs[2]!));
        if (samples.Length == 0)
            return zeros([0, x.shape[1], Height, Width], x.dtype, x.device).MoveToOuterDisposeScope();
        var regions = inputs[1]!.detach().to_type(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
        var pooled = samples.Select((sample, r) => Pool(x.select(0, sample), regions.AsSpan(4 * r, 4))).ToArray();
        return stack(pooled).MoveToOuterDisposeScope();
    }

    private Tensor Pool(Tensor picture, ReadOnlySpan<double> region)
    {
        var columns = Taps(region[0], region[2], Width, picture.shape[2]);
        var rows = Taps(region[1], region[3], Height, picture.shape[1]);
        if (rows.Points * columns.Points == 0)
            return zeros([picture.shape[0], Height, Width], picture.dtype, picture.device);
        var taken = picture.index_select(1, tensor(rows.Positions, device: picture.device)).index_select(2, tensor(columns.Positions, device: picture.device));
        var weighted = taken * Weights(rows.Weights, picture).unsqueeze(-1) * Weights(columns.Weights, picture);
        // Two neighbours of every point of every bin, along both axes.
        var bins = weighted.view(picture.shape[0], Height, 2 * rows.Points, Width, 2 * columns.Points);
        return Maximum ? bins.amax([2, 4]) : bins.sum([2L, 4L]) / (rows.Points * columns.Points);
    }

    private static Tensor Weights(double[] weights, Tensor like) => tensor(weights, device: like.device).to_type(like.dtype);

    /// <summary>Along one axis: the neighbours of every point of every bin, in order, and how much each counts.</summary>
    private (long[] Positions, double[] Weights, long Points) Taps(double first, double last, long bins, long size)
    {
        var start = first * Scale - (HalfPixel ? 0.5 : 0);
        var length = (last - first) * Scale;
        if (!HalfPixel)
            length = Math.Max(length, 1);
        var bin = length / bins;
        var points = Sampling > 0 ? Sampling : Math.Max(0, (long)Math.Ceiling(bin));
        var (positions, weights) = (new long[2 * bins * points], new double[2 * bins * points]);
        for (var i = 0; i < bins * points; i++)
        {
            var u = start + i / points * bin + (i % points + 0.5) * bin / points;
            // Points further than one element outside count as zero, nearer ones as the border.
            if (u < -1 || u > size)
                continue;
            u = Math.Clamp(u, 0, size - 1);
            var below = Math.Min((long)u, size - 1);
            (positions[2 * i], positions[2 * i + 1]) = (below, Math.Min(below + 1, size - 1));
            (weights[2 * i], weights[2 * i + 1]) = (1 - (u - below), u - below);
        }

        return (positions, weights, points);
    }
}
