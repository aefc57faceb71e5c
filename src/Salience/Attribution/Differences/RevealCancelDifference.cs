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
    /// <summary>Roundings of the sum Δz that a part of it must exceed.</summary>
    private const double Roundings = 16;

    public override bool ReadsParts => true;

    public override Tensor Trace(DifferenceCall call)
    {
        var (z, z0) = (call.X, call.X0);
        var positive = call.Session.Part(call.Node.Inputs[call.Active[0]]);
        using var scope = NewDisposeScope();
        var up = positive.detach();
        var down = z.detach() - z0 - up;
        var (raise, lower) = (Multiplier(call, up, down, 1), Multiplier(call, down, up, -1));
        // Of the difference Δz = Δz⁺ + Δz⁻ the tape has the sum and the first part.
        return (positive * (raise - lower) + z * lower).MoveToOuterDisposeScope();
    }

    /// <summary>The multiplier of one part of Δz, the other one given.</summary>
    private static Tensor Multiplier(DifferenceCall call, Tensor part, Tensor other, int direction)
    {
        var type = part.dtype;
        var precision = finfo(type).eps;
        var small = part.abs().lt((other.abs() * (Roundings * precision)).clamp_min(call.Session.Threshold));
        var step = (call.X0.abs().clamp_min(1) * Math.Sqrt(precision)) * direction;
        var move = where(small, step, part);
        Tensor At(Tensor by) => call.ForwardAt((call.X0 + by).detach());
        var alone = At(move) - call.Y0;
        var after = At(other + move) - At(other);
        return (alone + after) / 2 / move;
    }
}
