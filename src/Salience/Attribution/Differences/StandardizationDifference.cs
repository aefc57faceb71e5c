using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Attribution.Differences;

/// <summary>
/// Normalisation by an element's own group, <c>y = γ·c·r + β</c> with <c>c = x − μ</c> and <c>r = (v + ε)^−½</c>: one product and two rescaled functions.
/// </summary>
/// <remarks>
/// <c>Δ(cr) = r·Δc + c₀·Δr = r₀·Δc + c·Δr</c>. The form with the smaller r is taken: of a group that is constant in the reference (r₀ = ε^−½) the
/// other one is a difference of huge numbers. <c>Δr = −r²r₀²/(r + r₀)·Δv</c> and <c>Δv = mean((c + c₀)·Δc)</c>, both exact.
/// </remarks>
internal sealed class StandardizationDifference : DifferenceRule
{
    public override Tensor Trace(DifferenceCall call)
    {
        var x = call.X;
        var gamma = call.Inputs.Optional(1);
        return call.Node.Operator switch
        {
            LayerNormalization o => Scaled(Standardized(x, call.X0, From(o.Axis, x), o.Epsilon, centred: true), gamma),
            RMSNormalization o => Scaled(Standardized(x, call.X0, From(o.Axis, x), o.Epsilon, centred: false), gamma),
            GroupNormalization o => Scaled(Grouped(call, o.Groups, o.Epsilon), PerChannel(gamma!, o.Groups, x)),
            InstanceNormalization o => Scaled(Grouped(call, x.shape[1], o.Epsilon), PerChannel(gamma!, x.shape[1], x)),
            var o => throw new InvalidOperationException($"{o.Name} is no normalisation."),
        };
    }

    private static Tensor Standardized(Tensor x, Tensor x0, long[] axes, double epsilon, bool centred)
    {
        Tensor Centre(Tensor z) => centred ? z - z.mean(axes, keepdim: true) : z;
        var c = Centre(x);
        var (at, at0) = (c.detach(), Centre(x0));
        Tensor Scale(Tensor z) => (z.square().mean(axes, keepdim: true) + epsilon).rsqrt();
        var (r, r0) = (Scale(at), Scale(at0));
        var slope = -(r * r0).square() / (r + r0);
        var variance = (c * (at + at0)).mean(axes, keepdim: true);
        return c * minimum(r, r0) + where(r <= r0, at0, at) * (slope * variance);
    }

    private static Tensor Grouped(DifferenceCall call, long groups, double epsilon)
    {
        var shape = new[] { call.X.shape[0], groups, -1 };
        return Standardized(call.X.reshape(shape), call.X0.reshape(shape), [2], epsilon, centred: true).reshape(call.X.shape);
    }

    private static Tensor Scaled(Tensor normalized, Tensor? gamma) => gamma is null ? normalized : normalized * gamma;

    private static Tensor PerChannel(Tensor gamma, long groups, Tensor x) =>
        Standardization.AlongChannels(gamma.shape[0] == x.shape[1] ? gamma : gamma.repeat_interleave(x.shape[1] / groups, 0), x);

    private static long[] From(long axis, Tensor x)
    {
        var first = (int)Axes.Normalize(axis, x.dim());
        return [.. Enumerable.Range(first, (int)x.dim() - first).Select(i => (long)i)];
    }
}
