using static TorchSharp.torch;

namespace Salience.Attribution.Differences;

/// <summary>How one operator shares the difference of its output among the differences of its inputs.</summary>
/// <remarks>
/// Multipliers m with <c>Σ m·Δx = Δy</c> follow the chain rule, as derivatives do. A rule therefore gives a value on the tape whose <em>derivative</em>
/// in the operator's inputs is the multiplier; what it is worth itself does not matter, as the operator's own output stands in its place.
/// </remarks>
internal abstract class DifferenceRule
{
    /// <summary>Whether the rule reads the spread of its input (RevealCancel).</summary>
    public virtual bool ReadsSpread => false;

    /// <summary>A value shaped like the output, on the tape, with the multipliers as its derivative.</summary>
    /// <param name="call">The operator's two evaluations.</param>
    public abstract Tensor Trace(DifferenceCall call);
}
