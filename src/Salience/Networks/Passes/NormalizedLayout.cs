using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Networks.Passes;

/// <summary>What a normalisation normalises together: whole axes, or groups of channels with all positions.</summary>
internal sealed class NormalizedLayout
{
    private readonly long[] _shape;
    private readonly long[] _axes;
    private readonly long _groups;

    private NormalizedLayout(long[] shape, long[] axes, long groups)
    {
        _shape = shape;
        _axes = axes;
        _groups = groups;
    }

    /// <summary>The layout that a coupling shows; <see langword="null"/> where it is no normalisation's.</summary>
    public static NormalizedLayout? Of(Coupling coupling)
    {
        var (shape, axes) = (coupling.Shape, coupling.Axes);
        if (coupling.PartialAxes.Length == 0)
            return axes.Length > 0 ? new(shape, axes, 0) : null;
        var spatial = Enumerable.Range(2, Math.Max(0, shape.Length - 2)).Where(d => shape[d] > 1).Select(d => (long)d);
        var grouped = coupling.PartialAxes is [1] && shape[1] % coupling.Extent[1] == 0 && axes.SequenceEqual(spatial);
        return grouped ? new(shape, axes, shape[1] / coupling.Extent[1]) : null;
    }

    /// <summary>The mean square, about the mean where <paramref name="centered"/>, broadcastable to the shape.</summary>
    public Tensor Moment(Tensor z, bool centered)
    {
        using var scope = NewDisposeScope();
        var rows = Rows(z);
        var along = RowAxes;
        var d = centered ? rows - rows.mean(along, keepdim: true) : rows;
        return d.square().mean(along, keepdim: true).expand(rows.shape).reshape(_shape).MoveToOuterDisposeScope();
    }

    /// <summary>n.</summary>
    public Tensor Normalize(Tensor z, bool centered, double epsilon)
    {
        using var scope = NewDisposeScope();
        var rows = Rows(z);
        var d = centered ? rows - rows.mean(RowAxes, keepdim: true) : rows;
        return (d.reshape(_shape) / (Moment(z, centered) + epsilon).sqrt()).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The operator that computes <c>γ·n + β</c>; a region of the name where ONNX has none for these axes; <see langword="null"/> where γ or β
    /// differ along other axes than a normalisation's do.
    /// </summary>
    public Identification? Choose(bool centered, double epsilon, Tensor gamma, Tensor beta, double tolerance, IReadOnlyList<Tensor> constants)
    {
        var rank = _shape.Length;
        var first = _groups > 0 ? 1 : (int)_axes[0];
        var fitting = new[] { gamma, beta }.All(t => Identification.Agree(t, OverOtherAxes(t).expand(t.shape), tolerance));
        // An axis of size 1 does not show whether it is normalised; with another picture size it may be larger.
        var trailing = _groups == 0 && Enumerable.Range(first, rank - first).All(d => _axes.Contains(d));
        var perChannel = PerChannel(gamma, beta, tolerance);
        var shifted = beta.abs().max().ToDouble() > tolerance;
        if (centered && perChannel && (_groups > 0 || trailing && first == 1 && rank > 2))
            return Named(new GroupNormalization(Math.Max(1, _groups), epsilon), gamma, beta, 1, 2, constants);
        if (centered && perChannel && trailing && first == 2 && (rank > 3 || !fitting))
            return Named(new InstanceNormalization(epsilon), gamma, beta, 1, 2, constants);
        if (!fitting)
            return null;
        if (trailing && centered)
            return Named(new LayerNormalization(first - rank, epsilon), gamma, beta, first, rank, constants);
        if (trailing && !shifted)
            return Named(new RMSNormalization(first - rank, epsilon), gamma, null, first, rank, constants);
        return new(null, centered ? "LayerNormalization" : "RMSNormalization", [], BiasKind.Implicit | (shifted ? BiasKind.Explicit : BiasKind.None));
    }

    private long[] RowAxes => _groups > 0 ? [2] : _axes;

    private Tensor Rows(Tensor z) => _groups > 0 ? z.reshape(_shape[0], _groups, -1) : z.alias();

    private static bool PerChannel(Tensor gamma, Tensor beta, double tolerance) =>
        gamma.dim() > 1 && new[] { gamma, beta }.All(t => Identification.Agree(t, Mean(t, 1, 2, keep: true).expand(t.shape), tolerance));

    /// <summary>The mean over the axes that are not normalised: a scale or shift differs along the normalised ones only.</summary>
    private Tensor OverOtherAxes(Tensor t)
    {
        var others = Enumerable.Range(0, (int)t.dim()).Select(d => (long)d).Except(_groups > 0 ? [1] : _axes).ToArray();
        return others.Length == 0 ? t.alias() : t.mean(others, keepdim: true);
    }

    /// <summary>The mean over all axes but those from <paramref name="from"/> up to <paramref name="to"/>.</summary>
    private static Tensor Mean(Tensor t, int from, int to, bool keep)
    {
        var others = Enumerable.Range(0, (int)t.dim()).Where(d => d < from || d >= to).Select(d => (long)d).ToArray();
        return others.Length == 0 ? t.alias() : t.mean(others, keepdim: keep);
    }

    private static Identification Named(Operator operation, Tensor gamma, Tensor? beta, int from, int to, IReadOnlyList<Tensor> constants)
    {
        List<(string, Tensor)> values = [("scale", AsWritten(Mean(gamma, from, to, keep: false), constants))];
        if (beta is not null)
            values.Add(("bias", AsWritten(Mean(beta, from, to, keep: false), constants)));
        return new(operation, operation.Name, values);
    }

    /// <summary>The constant of the file that the values found stand for, without their rounding; else the values found.</summary>
    private static Tensor AsWritten(Tensor found, IReadOnlyList<Tensor> constants)
    {
        const double Rounding = 1e-9;
        var written = constants.FirstOrDefault(c => c.is_floating_point() && c.numel() == found.numel()
            && Identification.Agree(found, c.to_type(ScalarType.Float64).reshape(found.shape), Rounding));
        return written is null ? found.contiguous() : written.to_type(ScalarType.Float64).reshape(found.shape).contiguous();
    }
}
