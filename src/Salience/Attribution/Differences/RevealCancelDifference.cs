using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Attribution.Differences;

/// <summary>
/// RevealCancel, for functions of one element behind a linear operator: what raises z and what lowers it get multipliers of their own, so that
/// they do not hide each other where they cancel.
/// </summary>
/// <remarks>
/// <c>Δy⁺ = ½[σ(z₀ + Δz⁺) − σ(z₀)] + ½[σ(z) − σ(z₀ + Δz⁻)]</c>, Δy⁻ likewise; <c>m⁺ = Δy⁺/Δz⁺</c>, <c>m⁻ = Δy⁻/Δz⁻</c>. A part below the threshold
/// (or, in float32, of the size of rounding) has a one-sided difference quotient for a multiplier.
/// Source: Shrikumar, Greenside and Kundaje 2017, section 3.5.2.
/// </remarks>
internal sealed class RevealCancelDifference : DifferenceRule
{
    /// <summary>Roundings of the larger part that the smaller one must exceed.</summary>
    private const double Roundings = 16;

    public override bool ReadsSpread => true;

    public override Tensor Trace(DifferenceCall call)
    {
        var z = call.X;
        var spread = call.Session.Spread(call.Node.Inputs[call.Active[0]]);
        var (difference, width) = (z.detach() - call.X0, spread.detach());
        var (up, down) = ((difference + width) / 2, (difference - width) / 2);
        var (above, below) = (call.ForwardAt(call.X0 + up), call.ForwardAt(call.X0 + down));
        var y = call.Output.detach();
        var raise = Multiplier(call, (above - call.Y0 + y - below) / 2 / up, up, down, below, 1);
        var lower = Multiplier(call, (below - call.Y0 + y - above) / 2 / down, down, up, above, -1);
        // m⁺·Δz⁺ + m⁻·Δz⁻ in terms of what is on the tape, Δz and the spread.
        return z * ((raise + lower) / 2) + spread * ((raise - lower) / 2);
    }

    /// <summary>The multiplier of a part, <paramref name="quotient"/> but where the part is too small.</summary>
    /// <param name="call">The evaluations.</param>
    /// <param name="quotient">Δy of the part over the part.</param>
    /// <param name="part">The part of Δz.</param>
    /// <param name="other">The other part.</param>
    /// <param name="beyond">The output with the other part alone.</param>
    /// <param name="direction">The part's sign.</param>
    private static Tensor Multiplier(DifferenceCall call, Tensor quotient, Tensor part, Tensor other, Tensor beyond, int direction)
    {
        var precision = finfo(part.dtype).eps;
        var small = part.abs().lt((other.abs() * (Roundings * precision)).clamp_min(call.Session.Threshold));
        if (!small.any().ToBoolean())
            return quotient;
        var step = call.X0.abs().clamp_min(1) * (Math.Sqrt(precision) * direction);
        var alone = call.ForwardAt(call.X0 + step) - call.Y0;
        var after = call.ForwardAt(call.X0 + other + step) - beyond;
        return where(small, (alone + after) / 2 / step, quotient);
    }
}
